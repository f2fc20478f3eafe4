"""Accept an option of a proposal, which changes the published plan, or dismiss the proposal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from matchmaker.errors import Conflicting, InvalidInput, WrongState
from matchmaker.locale import N_
from matchmaker.models import Expert, Plan, Proposal
from matchmaker.services.audit import audit
from matchmaker.services.participation import Conditions, conditions_of, set_conditions
from matchmaker.services.party import Party
from matchmaker.services.planning.access import PUBLISHED, campaign_of, require_planner, require_state
from matchmaker.services.planning.change_visits import Change, apply_change
from matchmaker.services.planning.local.accept import accept_near
from matchmaker.services.planning.local.scene import TO_SCHOOL
from matchmaker.services.planning.order import NewOrder, drop_order, set_order
from matchmaker.services.planning.propose_replan import (
    ACCEPTED,
    DISMISSED,
    OPEN,
    PENDING,
    ask_for_options,
    refresh_others,
)
from matchmaker.services.planning.recheck import recheck_plan
from matchmaker.services.planning.replan_cause import (
    ANOTHER_SCHOOL,
    CANCELLED,
    DECLINED,
    FoundCause,
    find_cause,
    orders_given_up,
)
from matchmaker.services.planning.replan_options import COLLEAGUE, TO_DATE, WITHOUT
from matchmaker.services.planning.standing import MUST, MUST_NOT
from matchmaker.services.work import Work

# whoever names another school and gets another institution was no partner for them either
LASTING = (DECLINED, CANCELLED, ANOTHER_SCHOOL)
VISITS = "visits"


def accept_option(*, work: Work, proposal: Proposal, number: int) -> Plan:
    """Let option `number` become the plan: visits end, move and begin, and the checker passes the whole again.

    Conflicting if the plan has changed since the options were worked out: ask for them again (`refresh_proposal`).
    """
    plan = work.session.get_one(Plan, proposal.plan_id)
    campaign = campaign_of(work=work, plan=plan)
    require_planner(work=work, campaign=campaign, action="proposal.accept")
    require_state(plan, PUBLISHED)
    if proposal.state != OPEN:
        raise WrongState(kind="proposal", state=proposal.state)
    if proposal.plan_version != plan.version:
        raise Conflicting(what="plan")
    if not 0 <= number < len(proposal.options):
        problem = N_("There is no such option; there are %(count)s.")
        raise InvalidInput(field="option", problem=problem, count=len(proposal.options))
    option, cause = proposal.options[number], find_cause(work=work, document=proposal.cause)
    given_up = orders_given_up(work=work, plan=plan, cause=cause) if option["code"] != TO_SCHOOL else []
    for order in given_up:
        drop_order(work=work, order=order, why=cause.why)
    _remember(work, plan, cause, option)
    if plan.kind == VISITS:
        apply_change(work=work, plan=plan, change=_change(option, cause))
        recheck_plan(work=work, plan=plan, bound=option["bound"])
    else:
        accept_near(work=work, plan=plan, cause=cause, option=option)
    _decide(work, proposal, ACCEPTED, number)
    figures = {"state": ACCEPTED, "option": number, "moved": option["moved"], "price": round(option["price"], 4)}
    audit(work=work, action="proposal.accept", subject=proposal, after=figures, why=cause.why)
    refresh_others(work=work, plan=plan, but=proposal)
    return plan


def dismiss_proposal(*, work: Work, proposal: Proposal, why: str = "") -> Proposal:
    """Leave the plan as it is."""
    plan = work.session.get_one(Plan, proposal.plan_id)
    require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="proposal.dismiss")
    if proposal.state not in PENDING:
        raise WrongState(kind="proposal", state=proposal.state)
    _decide(work, proposal, DISMISSED, None)
    audit(work=work, action="proposal.dismiss", subject=proposal, after={"state": DISMISSED}, why=why)
    return proposal


def refresh_proposal(*, work: Work, proposal: Proposal) -> Proposal:
    """Work the options of a pending proposal out again, for the plan as it is now."""
    plan = work.session.get_one(Plan, proposal.plan_id)
    require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="proposal.refresh")
    if proposal.state not in PENDING:
        raise WrongState(kind="proposal", state=proposal.state)
    ask_for_options(work=work, proposal=proposal)
    return proposal


def _decide(work: Work, proposal: Proposal, state: str, chosen: int | None) -> None:
    proposal.state, proposal.chosen = state, chosen
    proposal.decided_at, proposal.decided_by_id = work.now(), work.actor.user_id
    proposal.updated_at = work.now()


def _remember(work: Work, plan: Plan, cause: FoundCause, option: Mapping[str, Any]) -> None:
    """What holds for later plans too: who said no to whom, and the day that was offered and taken."""
    if option["code"] in (WITHOUT, COLLEAGUE) and cause.code in LASTING:
        _keep_apart(work, plan, cause)
    if option["code"] == COLLEAGUE:
        _bring_together(work, plan, cause, option["colleague"])
    if option["code"] == TO_DATE and option["day"]:
        _remember_day(work, plan, cause, option["day"])


def _keep_apart(work: Work, plan: Plan, cause: FoundCause) -> None:
    """An order that the two are not brought together again; a host that calls a whole trip off refuses nobody."""
    partner = cause.expert or cause.institution
    if partner is None or (cause.enterprise is None and not cause.chain):
        return
    new = NewOrder(plan_kind=plan.kind, kind=MUST_NOT, expert=cause.expert, enterprise=cause.enterprise,
                   institution=None if cause.expert else cause.institution, chain_code=cause.chain or None,
                   why=cause.why)  # fmt: skip
    set_order(work=work, campaign=campaign_of(work=work, plan=plan), new=new)


def _bring_together(work: Work, plan: Plan, cause: FoundCause, colleague: int) -> None:
    """An order that the colleague comes: so it holds although nothing else may speak for the two yet."""
    expert = work.session.get_one(Expert, colleague)
    new = NewOrder(plan_kind=plan.kind, kind=MUST, expert=expert, enterprise=cause.enterprise, why=cause.why)
    set_order(work=work, campaign=campaign_of(work=work, plan=plan), new=new)


def _remember_day(work: Work, plan: Plan, cause: FoundCause, day: str) -> None:
    campaign = campaign_of(work=work, plan=plan)
    party: Party | None = cause.enterprise if cause.by == "enterprise" else cause.expert
    if party is None:
        return
    row = conditions_of(work=work, campaign=campaign, party=party)
    named = list(row.dates) if row is not None else []
    if not named and isinstance(party, Expert):
        named = list(party.available_dates)
    if named and day not in named:
        days = tuple(date.fromisoformat(one) for one in [*named, day])
        set_conditions(work=work, campaign=campaign, party=party, conditions=Conditions(dates=days))


def _change(option: Mapping[str, Any], cause: FoundCause) -> Change:
    return Change(
        remove={one["visit"]: cause.why for one in option["remove"]},
        add=tuple((one["expert"], one["enterprise"], date.fromisoformat(one["date"]), tuple(one["needs"]))
                  for one in option["add"]),
        needs={ref: tuple(needs) for ref, needs in option["needs"].items()},
    )  # fmt: skip
