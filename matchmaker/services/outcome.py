"""Outcomes (成效): what came of an introduction, traced to the need and the suggestion it began with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select

from matchmaker.errors import Conflicting, InvalidInput, NotFound
from matchmaker.locale import N_
from matchmaker.models import Campaign, Expert, Need, Organization, Outcome, Pairing, Plan, Suggestion, Visit
from matchmaker.models.codes import Role, SuggestionState
from matchmaker.services.audit import audit, differences
from matchmaker.services.need_contact import begin_contact
from matchmaker.services.outcome_values import CONTRACT_LEVELS, EDITABLE, checked_outcome, is_older_than_contact
from matchmaker.services.scope import needs_in_scope, require_role
from matchmaker.services.work import TAIAN, Actor, Work

RECORDERS = (Role.COUNTY, Role.CITY, Role.ADMINISTRATOR)
SCOPE = "outcomes:write"
# What is taken over from a new result as it is told; whether it is older than the contact is worked out.
GIVEN = EDITABLE - {"older_than_contact"}


@dataclass(frozen=True)
class NewOutcome:
    """A result of one introduction. Amounts in 万元; codes of `outcome_levels` and `contract_kinds`.

    Where it came from is given by as much as is known of `suggestion`, `need`, `visit`, `pairing` and `expert`: the
    rest is filled in. `older_than_contact` is worked out from the dates unless somebody knows better.
    """

    level: str
    suggestion: Suggestion | None = None
    need: Need | None = None
    visit: Visit | None = None
    pairing: Pairing | None = None
    expert: Expert | None = None
    campaign: Campaign | None = None
    contract_kind: str | None = None
    amount: Decimal | None = None
    amount_received: Decimal | None = None
    registration_number: str | None = None
    evidence_sha256: str | None = None
    older_than_contact: bool | None = None
    joint_platform: bool = False
    vice_president: bool = False
    signed_on: date | None = None
    note: str = ""
    source: str | None = None
    external_id: str | None = None


def record_outcome(*, work: Work, new: NewOutcome) -> Outcome:
    """Store a result. A need that has one is in contact, at least; a paid contract counts as paid in full unless told.

    InvalidInput names what does not fit: a contract without its kind, an amount below zero, a day to come, a result
    that belongs to nothing.
    """
    require_role(work, "outcome.record", *RECORDERS, scope=SCOPE)
    need = new.need or (new.suggestion.need if new.suggestion is not None else None)
    if need is None and new.visit is None and new.pairing is None:
        raise InvalidInput(field="need", problem=N_("Say which need, visit or pairing this result came from."))
    expert_id = _expert_id(new)
    suggestion = new.suggestion or _accepted(work, need, expert_id)
    values = checked_outcome(work, {name: getattr(new, name) for name in GIVEN})
    older = is_older_than_contact(new.signed_on, _contact_days(need, suggestion, new.visit))
    now = work.now()
    row = Outcome(
        ref=work.new_ref(),
        need_id=need.id if need is not None else None,
        suggestion_id=suggestion.id if suggestion is not None else None,
        visit_id=new.visit.id if new.visit is not None else None,
        pairing_id=new.pairing.id if new.pairing is not None else None,
        campaign_id=_campaign_id(work, new, need),
        expert_id=expert_id,
        older_than_contact=older if new.older_than_contact is None else new.older_than_contact,
        source=new.source,
        external_id=new.external_id,
        created_at=now,
        updated_at=now,
        **values,
    )
    work.session.add(row)
    work.session.flush()
    after = {"level": row.level, "contract_kind": row.contract_kind, "amount": row.amount, "need": need and need.ref}
    audit(work=work, action="outcome.record", subject=row, after=after)
    if need is not None:
        begin_contact(work=work, need=need)
    return row


def edit_outcome(
    *, work: Work, outcome: Outcome, values: Mapping[str, Any], why: str = "", version: int | None = None
) -> Outcome:
    """Change level, contract kind, amounts, number, evidence, flags, day or note: an intent becomes a contract, ...

    `version`: the one the caller saw; Conflicting if it is no longer that.
    """
    require_role(work, "outcome.edit", *RECORDERS, scope=SCOPE)
    if version is not None and version != outcome.version:
        raise Conflicting(what="outcome")
    wanted = checked_outcome(work, values, outcome)
    before, after = differences(outcome, wanted)
    for name in after:
        setattr(outcome, name, wanted[name])
    if after:
        outcome.updated_at = work.now()
        work.session.flush()
        audit(work=work, action="outcome.edit", subject=outcome, before=before, after=after, why=why)
    return outcome


def outcomes_query(
    *, work: Work, campaign: Campaign | None = None, need: Need | None = None, contracts: bool = False
) -> Select[Outcome]:
    """The results this caller may see, newest first; `contracts` leaves only signed contracts."""
    query = select(Outcome).where(outcomes_in_scope(work.actor)).order_by(Outcome.id.desc())
    if campaign is not None:
        query = query.where(Outcome.campaign_id == campaign.id)
    if need is not None:
        query = query.where(Outcome.need_id == need.id)
    if contracts:
        query = query.where(Outcome.level.in_(CONTRACT_LEVELS))
    return query


def outcomes_of_visit(*, work: Work, visit: Visit) -> Sequence[Outcome]:
    """The results that came of a visit, as far as this caller may see them, newest first."""
    return work.session.scalars(outcomes_query(work=work).where(Outcome.visit_id == visit.id)).all()


def get_outcome(*, work: Work, ref: str) -> Outcome:
    """The result with reference `ref`, or NotFound if there is none in the caller's scope."""
    row = work.session.scalars(outcomes_query(work=work).where(Outcome.ref == ref)).one_or_none()
    if row is None:
        raise NotFound(kind="outcome", ref=ref)
    return row


def outcomes_in_scope(actor: Actor) -> ColumnElement[bool]:
    """Results of needs the actor may read, and of visits and pairings of enterprises of its county or its own."""
    if actor.kind == "anonymous" or (actor.kind == "client" and "outcomes:read" not in actor.scopes):
        return false()
    of_need = Outcome.need_id.in_(select(Need.id).where(needs_in_scope(actor)))
    without_need = Outcome.need_id.is_(None)
    if actor.sees_all:
        return or_(of_need, without_need)
    own = select(Organization.id)
    if actor.role is Role.COUNTY:
        own = own.where(Organization.county_code == actor.county_code)
    else:
        own = own.where(Organization.id == actor.organization_id)
    visits = Outcome.visit_id.in_(select(Visit.id).where(Visit.enterprise_id.in_(own)))
    pairings = Outcome.pairing_id.in_(select(Pairing.id).where(Pairing.enterprise_id.in_(own)))
    return or_(of_need, without_need & or_(visits, pairings))


def _expert_id(new: NewOutcome) -> int | None:
    if new.expert is not None:
        return new.expert.id
    if new.suggestion is not None and new.suggestion.expert_id is not None:
        return new.suggestion.expert_id
    return new.visit.expert_id if new.visit is not None else None


def _accepted(work: Work, need: Need | None, expert_id: int | None) -> Suggestion | None:
    """The accepted suggestion that brought the two together, if there is one."""
    if need is None or expert_id is None:
        return None
    pair = select(Suggestion).where(Suggestion.need_id == need.id, Suggestion.expert_id == expert_id)
    return work.session.scalars(pair.where(Suggestion.state == SuggestionState.ACCEPTED)).one_or_none()


def _contact_days(need: Need | None, suggestion: Suggestion | None, visit: Visit | None) -> list[date]:
    """The days on which the service brought the two sides nearer."""
    moments = (
        need.submitted_at if need is not None else None,
        suggestion.decided_at if suggestion is not None else None,
    )
    days = [moment.astimezone(TAIAN).date() for moment in moments if moment is not None]
    return [*days, visit.on_date] if visit is not None else days


def _campaign_id(work: Work, new: NewOutcome, need: Need | None) -> int | None:
    if new.campaign is not None:
        return new.campaign.id
    plan_id = new.visit.plan_id if new.visit is not None else new.pairing.plan_id if new.pairing is not None else None
    if plan_id is not None:
        return work.session.get_one(Plan, plan_id).campaign_id
    return need.campaign_id if need is not None else None
