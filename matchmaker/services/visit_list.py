"""Lists of visits (专家入企) of published plans and of the record, in the caller's scope."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from matchmaker.models import Expert, Organization, Plan, Visit
from matchmaker.models.codes import Role
from matchmaker.services.need_list import contains
from matchmaker.services.paging import Page, PageRequest, page_by
from matchmaker.services.party import ORGANIZERS
from matchmaker.services.planning.access import PLANNED, PUBLISHED, SUPERSEDED, visits_in_scope
from matchmaker.services.scope import require_role
from matchmaker.services.work import Work

# what may be looked for besides the states: those to come, and those that nobody has recorded
COMING, UNRECORDED = "coming", "unrecorded"


@dataclass(frozen=True)
class VisitFilter:
    """What to look for; empty fields do not filter. `state`: a code of `visit_states`, coming or unrecorded (the day is
    over and nobody said whether it took place). `words`: in the names of expert and enterprise.
    """

    state: str = ""
    county_code: str = ""
    campaign_id: int | None = None
    words: str = ""


@dataclass(frozen=True)
class ListedVisit:
    """A visit with its two sides."""

    visit: Visit
    expert: Expert
    enterprise: Organization


def list_visits(*, work: Work, where: VisitFilter, page: PageRequest, count: bool = False) -> Page[ListedVisit]:
    """One page, the latest day first."""
    require_role(work, "visit.list", *ORGANIZERS, Role.AUDITOR)
    found = page_by(
        session=work.session, query=visits_query(work=work, where=where), value=Visit.on_date, key=Visit.id,
        request=page, descending=True, count=count,
    )  # fmt: skip
    rows = list(found.items)
    experts = select(Expert).where(Expert.id.in_({row.expert_id for row in rows}))
    people = {row.id: row for row in work.session.scalars(experts.options(joinedload(Expert.institution)))}
    houses = select(Organization).where(Organization.id.in_({row.enterprise_id for row in rows}))
    places = {row.id: row for row in work.session.scalars(houses)}
    items = [ListedVisit(row, people[row.expert_id], places[row.enterprise_id]) for row in rows]
    return Page(items, found.next_cursor, found.total)


def visits_query(*, work: Work, where: VisitFilter) -> Select[Visit]:
    """Visits of plans that are or were in force, filtered; a cancelled one stands where it was told."""
    shown = Visit.plan_id.in_(select(Plan.id).where(Plan.state.in_((PUBLISHED, SUPERSEDED))))
    query = select(Visit).where(visits_in_scope(work.actor), shown)
    if where.state:
        query = query.where(_in_state(work, where.state))
    if where.county_code:
        places = select(Organization.id).where(Organization.county_code == where.county_code)
        query = query.where(Visit.enterprise_id.in_(places))
    if where.campaign_id is not None:
        query = query.where(Visit.plan_id.in_(select(Plan.id).where(Plan.campaign_id == where.campaign_id)))
    for word in where.words.split():
        pattern = contains(word)
        experts = select(Expert.id).where(Expert.name.like(pattern, escape="\\"))
        houses = select(Organization.id).where(Organization.name.like(pattern, escape="\\"))
        query = query.where(or_(Visit.expert_id.in_(experts), Visit.enterprise_id.in_(houses)))
    return query


def count_visits(*, work: Work, where: VisitFilter) -> int:
    """How many there are."""
    query = visits_query(work=work, where=where)
    return work.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def sides_of(*, work: Work, visit: Visit) -> ListedVisit:
    """One visit with its two sides."""
    expert = work.session.get_one(Expert, visit.expert_id)
    return ListedVisit(visit, expert, work.session.get_one(Organization, visit.enterprise_id))


def _in_state(work: Work, state: str) -> ColumnElement[bool]:
    if state == COMING:
        return (Visit.state == PLANNED) & (Visit.on_date >= work.today())
    if state == UNRECORDED:
        return (Visit.state == PLANNED) & (Visit.on_date < work.today())
    return Visit.state == state
