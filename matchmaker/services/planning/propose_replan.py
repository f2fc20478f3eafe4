"""Ask for a local re-plan of a published plan: a proposal row, and the job that works its options out."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from matchmaker.errors import NotFound
from matchmaker.models import Plan, Proposal
from matchmaker.services.audit import audit
from matchmaker.services.job import enqueue
from matchmaker.services.planning.access import PUBLISHED, campaign_of, plans_in_scope, require_planner, require_state
from matchmaker.services.planning.replan_cause import (
    ABOUT_ONE,
    CAUSES_OF_OTHERS,
    CAUSES_OF_PAIRINGS,
    CAUSES_OF_VISITS,
    ITEMS,
    Cause,
    Item,
    check_cause,
)
from matchmaker.services.work import Work

JOB = "replan"
WAITING, OPEN, ACCEPTED, DISMISSED = "waiting", "open", "accepted", "dismissed"
FAILED, OUTDATED = "failed", "outdated"
PENDING = (WAITING, OPEN, FAILED)
# the causes that each kind of plan can be worked out anew for
ANSWERABLE: dict[str, tuple[str, ...]] = {
    "visits": CAUSES_OF_VISITS,
    "trips": CAUSES_OF_OTHERS,
    "meetings": CAUSES_OF_OTHERS,
    "pairs": CAUSES_OF_PAIRINGS,
}


def propose_replan(*, work: Work, plan: Plan, cause: Cause) -> Proposal | None:
    """A proposal for what `cause` asks of a published plan, worked out by a job; nothing moves until it is accepted.

    The caller has checked who may say so (an answered invitation, a planner). None for a plan that is not published,
    or a cause that says nothing to its kind: there is nothing to re-plan. What the same cause asked for before is
    outdated.
    """
    check_cause(cause)
    if cause.code not in ANSWERABLE.get(plan.kind, ()) or plan.state != PUBLISHED:
        return None
    document = cause.document(work)
    for row in _of_the_same(work, plan, document):
        _put_away(work, row)
    now = work.now()
    proposal = Proposal(
        ref=work.new_ref(), plan_id=plan.id, state=WAITING, cause=document, created_at=now, updated_at=now
    )
    work.session.add(proposal)
    work.session.flush()
    audit(work=work, action="proposal.create", subject=proposal, after={"plan": plan.ref, **document})
    ask_for_options(work=work, proposal=proposal)
    return proposal


def ask_for_replan(*, work: Work, plan: Plan, cause: Cause) -> Proposal:
    """The same, asked for by a planner of the round; WrongState for a plan that is not published."""
    require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="proposal.create")
    require_state(plan, PUBLISHED)
    proposal = propose_replan(work=work, plan=plan, cause=cause)
    if proposal is None:
        raise NotFound(kind="plan", ref=plan.ref)
    return proposal


def withdraw_proposals(*, work: Work, item: Item, side: str = "", party: str = "") -> int:
    """Put away what is pending because of one visit, trip, talk or pairing (they come after all); how many.

    With `side` (enterprise, institution) and `party` only what that party (its reference) asked for. The caller has
    checked who may.
    """
    query = select(Proposal).where(Proposal.plan_id == item.plan_id, Proposal.state.in_(PENDING))
    name = next(name for name, kind in ITEMS.items() if isinstance(item, kind))
    rows = [
        row
        for row in work.session.scalars(query)
        if row.cause.get("code") in ABOUT_ONE
        and row.cause.get(name) == item.ref
        and (not side or (row.cause.get("by"), row.cause.get(side)) == (side, party))
    ]
    for row in rows:
        _put_away(work, row)
    return len(rows)


def ask_for_options(*, work: Work, proposal: Proposal) -> None:
    """Let the options be worked out (again)."""
    proposal.state, proposal.options, proposal.problem = WAITING, [], {}
    proposal.updated_at = work.now()
    enqueue(work=work, kind=JOB, unique_key=f"{JOB}:{proposal.ref}", payload={"proposal_id": proposal.id}, priority=9)


def refresh_others(*, work: Work, plan: Plan, but: Proposal | None = None) -> int:
    """Work out anew whatever is pending for a plan that has just changed; how many."""
    query = select(Proposal).where(Proposal.plan_id == plan.id, Proposal.state.in_(PENDING))
    rows = [row for row in work.session.scalars(query) if but is None or row.id != but.id]
    for row in rows:
        ask_for_options(work=work, proposal=row)
    return len(rows)


def outdate_proposals(*, work: Work, plan: Plan) -> int:
    """Put away whatever is pending for a plan that counts no more; how many."""
    query = select(Proposal).where(Proposal.plan_id == plan.id, Proposal.state.in_(PENDING))
    rows = work.session.scalars(query).all()
    for row in rows:
        _put_away(work, row)
    return len(rows)


def get_proposal(*, work: Work, ref: str) -> Proposal:
    """The proposal, or NotFound if its plan is not the caller's to change."""
    query = select(Proposal).join(Plan).where(Proposal.ref == ref, plans_in_scope(work.actor))
    row = work.session.scalars(query).one_or_none()
    if row is None:
        raise NotFound(kind="proposal", ref=ref)
    plan = work.session.get_one(Plan, row.plan_id)
    require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="proposal.read")
    return row


def proposals_of(*, work: Work, plan: Plan) -> Sequence[Proposal]:
    """The proposals of a plan, those to decide first, then the newest."""
    require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="proposal.read")
    rows = work.session.scalars(select(Proposal).where(Proposal.plan_id == plan.id).order_by(Proposal.id.desc()))
    return sorted(rows, key=lambda row: row.state not in PENDING)


def _of_the_same(work: Work, plan: Plan, document: dict[str, object]) -> list[Proposal]:
    """Pending proposals about the same visit (trip, talk, pairing), party or need."""
    query = select(Proposal).where(Proposal.plan_id == plan.id, Proposal.state.in_(PENDING))

    def about(cause: dict[str, object]) -> tuple[object, ...]:
        named = tuple(cause.get(name) for name in (*ITEMS, "expert", "enterprise", "institution", "chain", "need"))
        return ("one" if any(name in cause for name in ITEMS) else cause["code"], *named)

    return [row for row in work.session.scalars(query) if about(row.cause) == about(document)]


def _put_away(work: Work, row: Proposal) -> None:
    row.state, row.updated_at = OUTDATED, work.now()
    audit(work=work, action="proposal.outdate", subject=row, after={"state": OUTDATED})
