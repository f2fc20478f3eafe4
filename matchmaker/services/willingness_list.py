"""Who is asked in a round, with what they said: the enterprises with open needs, the experts and institutions found.

A party is on the list if planning could use its answer, or if it was asked or has answered already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Campaign, Expert, Invitation, Need, Organization, Suggestion, Willingness
from matchmaker.models.codes import MATCHED_STATES, ExpertState, Grade, OrganizationKind, Role, SuggestionState
from matchmaker.services.invitations.records import REVOKED, SENT, WILLINGNESS
from matchmaker.services.need_list import contains
from matchmaker.services.paging import Page, PageRequest, page_of
from matchmaker.services.party import ENTERPRISE, EXPERT, INSTITUTION, ORGANIZERS, Party
from matchmaker.services.scope import experts_in_scope, organizations_in_scope, require_role
from matchmaker.services.willingness import UNKNOWN
from matchmaker.services.work import Work

SIDES = (ENTERPRISE, EXPERT, INSTITUTION)
# what one may look for besides the answers themselves
NOT_ASKED, WAITING = "not_asked", "waiting"
INSTITUTIONS = (OrganizationKind.UNIVERSITY, OrganizationKind.INSTITUTE)


@dataclass(frozen=True)
class AskedFilter:
    """What to look for; empty fields do not filter. `answer`: a code of `willingness_answers`, unknown, not_asked, or
    waiting (asked, no answer). `county_code` is an enterprise's; of an expert the institution's.
    """

    side: str = ENTERPRISE
    words: str = ""
    answer: str = ""
    county_code: str = ""


@dataclass(frozen=True)
class Asked:
    """One line: a party with its answer (None: unknown) and the invitation by which it was asked (None: it was not)."""

    party: Party
    answer: Willingness | None
    invitation: Invitation | None


def list_asked(
    *, work: Work, campaign: Campaign, where: AskedFilter, page: PageRequest, count: bool = False
) -> Page[Asked]:
    """One page of the list, the newest records first."""
    require_role(work, "willingness.list", *ORGANIZERS, Role.AUDITOR)
    table = table_of(where.side)
    query = parties_query(work=work, campaign=campaign, where=where)
    found = page_of(session=work.session, query=query, key=table.id, request=page, count=count)
    return Page(asked_of(work, campaign, found.items), found.next_cursor, found.total)


def all_asked(*, work: Work, campaign: Campaign, where: AskedFilter) -> list[Asked]:
    """The whole filtered list, by name."""
    require_role(work, "willingness.list", *ORGANIZERS, Role.AUDITOR)
    query = parties_query(work=work, campaign=campaign, where=where)
    return asked_of(work, campaign, work.session.scalars(query.order_by(table_of(where.side).name)).all())


def asked_of(work: Work, campaign: Campaign, parties: Sequence[Party]) -> list[Asked]:
    """Answers and invitations of these parties, in their order."""
    if not parties:
        return []
    is_expert = isinstance(parties[0], Expert)
    keys = [party.id for party in parties]

    def rows(table: Any, *conditions: ColumnElement[bool]) -> dict[int, Any]:
        column = table.expert_id if is_expert else table.organization_id
        query = select(table).where(table.campaign_id == campaign.id, column.in_(keys), *conditions)
        found = work.session.scalars(query.order_by(table.id))
        return {(row.expert_id if is_expert else row.organization_id): row for row in found}

    answers = rows(Willingness)
    invitations = rows(Invitation, Invitation.purpose == WILLINGNESS, Invitation.state != REVOKED)
    return [Asked(party, answers.get(party.id), invitations.get(party.id)) for party in parties]


def parties_query(*, work: Work, campaign: Campaign, where: AskedFilter) -> Select[Any]:
    """Experts or organizations on the list, filtered, in the caller's scope."""
    table = table_of(where.side)
    query = select(table).where(on_list(work, campaign, where.side))
    if where.answer:
        query = query.where(_answered(campaign, table, where.answer))
    for word in where.words.split():
        query = query.where(table.name.like(contains(word), escape="\\"))
    if where.county_code and table is Organization:
        query = query.where(Organization.county_code == where.county_code)
    elif where.county_code:
        places = select(Organization.id).where(Organization.county_code == where.county_code)
        query = query.where(Expert.institution_id.in_(places))
    if table is Expert:
        return query.options(joinedload(Expert.institution), selectinload(Expert.contacts))
    return query.options(selectinload(Organization.contacts))


def table_of(side: str) -> Any:
    """The table of a side; InvalidInput names the sides."""
    if side not in SIDES:
        raise InvalidInput(field="side", problem=N_("Unknown value. Known: %(known)s."), known=", ".join(SIDES))
    return Expert if side == EXPERT else Organization


def on_list(work: Work, campaign: Campaign, side: str) -> ColumnElement[bool]:
    """The condition for parties of a side that belong on the list, in the caller's scope."""
    table = table_of(side)
    known = or_(*(_has_row(campaign, table, kind) for kind in (Willingness, Invitation)))
    if side == EXPERT:
        wanted = (Expert.state == ExpertState.ACTIVE) & Expert.id.in_(_found(campaign, Suggestion.expert_id))
        return experts_in_scope(work.actor) & or_(wanted, known)
    visible = organizations_in_scope(work.actor)
    if side == ENTERPRISE:
        needing = Organization.id.in_(select(Need.organization_id).where(_open_need(campaign)))
        return visible & (Organization.kind == OrganizationKind.ENTERPRISE) & or_(needing, known)
    pairs = select(Suggestion.institution_id).where(
        Suggestion.institution_id.isnot(None), Suggestion.state == SuggestionState.ACCEPTED
    )
    return visible & Organization.kind.in_(INSTITUTIONS) & or_(Organization.id.in_(pairs), known)


def _open_need(campaign: Campaign) -> ColumnElement[bool]:
    """Needs that this round's planning looks at."""
    of_round = or_(Need.campaign_id == campaign.id, Need.campaign_id.is_(None))
    condition = Need.state.in_(MATCHED_STATES) & of_round
    return condition & (Need.county_code == campaign.county_code) if campaign.county_code else condition


def _found(campaign: Campaign, column: Any) -> Select[Any]:
    """Keys of whom organizers accepted for an open need, or the program suggests as highly relevant."""
    strong = (Suggestion.state == SuggestionState.SUGGESTED) & (Suggestion.grade == Grade.STRONG)
    return (
        select(column)
        .join(Need, Need.id == Suggestion.need_id)
        .where(column.isnot(None), or_(Suggestion.state == SuggestionState.ACCEPTED, strong), _open_need(campaign))
    )


def _has_row(campaign: Campaign, table: Any, kind: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a party of `table` has a row of `kind` (answer or invitation) in this round."""
    own = kind.expert_id if table is Expert else kind.organization_id
    if kind is Invitation:
        conditions = (Invitation.purpose == WILLINGNESS, Invitation.state != REVOKED, *conditions)
    with_row = select(own).where(kind.campaign_id == campaign.id, own.isnot(None), *conditions)
    found: ColumnElement[bool] = table.id.in_(with_row)
    return found


def _answered(campaign: Campaign, table: Any, answer: str) -> ColumnElement[bool]:
    has_answer = _has_row(campaign, table, Willingness)
    if answer == UNKNOWN:
        return ~has_answer
    if answer in (NOT_ASKED, WAITING):
        sent = _has_row(campaign, table, Invitation, Invitation.state == SENT)
        return ~has_answer & (sent if answer == WAITING else ~sent)
    return _has_row(campaign, table, Willingness, Willingness.answer == answer)
