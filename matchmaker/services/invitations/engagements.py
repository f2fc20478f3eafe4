"""What a plan holds for one party: its visits, its trips, its talks, in the order of time, and its pairings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from matchmaker.models import Campaign, Delegate, Expert, Organization, Pairing, Plan, Talk, Trip, Visit
from matchmaker.services.pairing import SIGNED
from matchmaker.services.party import Party
from matchmaker.services.planning.access import CANCELLED
from matchmaker.services.planning.meeting_event import read_event
from matchmaker.services.planning.meeting_problem import hours_of
from matchmaker.services.work import TAIAN, Work

VISIT, TRIP, TALK, PAIRING = "visit", "trip", "talk", "pairing"
KINDS = (VISIT, TRIP, TALK, PAIRING)
Row = Visit | Trip | Talk | Pairing


@dataclass(frozen=True)
class Engagement:
    """One thing that a party takes part in. `starts_at`: HH:MM, "" where it is not fixed.

    `experts` and `organizations` are all who take part, the party among them. `place`: of a talk.
    A pairing has no day: `on_date` is the last one of its round, until which it can be answered. `chain`: what pairs
    as a whole chain, `school`: of the institution.
    """

    kind: str
    row: Row
    on_date: date
    starts_at: str
    experts: tuple[Expert, ...]
    organizations: tuple[Organization, ...]
    need_ids: tuple[int, ...] = ()
    place: str = ""
    table: int | None = None
    chain: str = ""
    school: str = ""

    @property
    def ref(self) -> str:
        return self.row.ref

    @property
    def stands(self) -> bool:
        """Whether it was not cancelled."""
        return self.row.state != CANCELLED

    @property
    def has_day(self) -> bool:
        """Whether it takes place on a day, and belongs into programs and calendars."""
        return self.kind != PAIRING

    def over(self, today: date) -> bool:
        """Whether there is nothing to answer any more: it has taken place, or was signed."""
        return self.on_date < today or self.row.state == SIGNED

    @property
    def column(self) -> str:
        """The column of an Rsvp that points to it."""
        return f"{self.kind}_id"

    def others(self, party: Party) -> list[Party]:
        """Who takes part beside `party`, experts first."""
        everybody: tuple[Party, ...] = (*self.experts, *self.organizations)
        return [one for one in everybody if not (type(one) is type(party) and one.id == party.id)]


def engagements_of(*, work: Work, plan: Plan, party: Party) -> list[Engagement]:
    """Everything in the plan that concerns the party, cancelled things too."""
    return sorted(_all(work, plan, party), key=lambda one: (one.on_date, one.starts_at, one.row.id))


def engagements_of_plan(*, work: Work, plan: Plan) -> list[Engagement]:
    """Everything in the plan."""
    return _all(work, plan, None)


def _all(work: Work, plan: Plan, party: Party | None) -> list[Engagement]:
    return [found for read in (_visits, _trips, _talks, _pairings) for found in read(work, plan, party)]


def _visits(work: Work, plan: Plan, party: Party | None) -> list[Engagement]:
    query = select(Visit).where(Visit.plan_id == plan.id).order_by(Visit.on_date, Visit.id)
    if party is not None:
        query = query.where(_side(Visit, party))
    rows = work.session.scalars(query).all()
    experts, places = _parties(work, rows)
    return [
        Engagement(
            VISIT, row, row.on_date, row.starts_at or "", (experts[row.expert_id],), (places[row.enterprise_id],),
            tuple(row.need_ids),
        )
        for row in rows
    ]  # fmt: skip


def _talks(work: Work, plan: Plan, party: Party | None) -> list[Engagement]:
    document = plan.problem.get("inputs", {}).get("event")
    if not document:
        return []
    query = select(Talk).where(Talk.plan_id == plan.id).order_by(Talk.slot, Talk.table_number)
    if party is not None:
        query = query.where(_side(Talk, party))
    rows = work.session.scalars(query).all()
    experts, places = _parties(work, rows)
    event = read_event(document)
    hours = hours_of(campaign=work.session.get_one(Campaign, plan.campaign_id), event=event)
    return [
        Engagement(
            TALK, row, event.on_date, f"{event.starts(row.slot, hours.minutes, hours.pause).astimezone(TAIAN):%H:%M}",
            (experts[row.expert_id],), (places[row.enterprise_id],), tuple(row.need_ids), event.place,
            row.table_number + 1,
        )
        for row in rows
    ]  # fmt: skip


def _trips(work: Work, plan: Plan, party: Party | None) -> list[Engagement]:
    query = select(Trip).where(Trip.plan_id == plan.id).options(selectinload(Trip.delegates)).order_by(Trip.on_date)
    if isinstance(party, Expert):
        return []
    if party is not None:
        going = select(Delegate.trip_id).where(Delegate.enterprise_id == party.id)
        query = query.where((Trip.institution_id == party.id) | Trip.id.in_(going))
    rows = work.session.scalars(query).all()
    keys = {row.institution_id for row in rows} | {one.enterprise_id for row in rows for one in row.delegates}
    known = {one.id: one for one in work.session.scalars(select(Organization).where(Organization.id.in_(keys)))}
    return [
        Engagement(
            TRIP, row, row.on_date, "", (),
            (known[row.institution_id], *(known[one.enterprise_id] for one in row.delegates)),
        )
        for row in rows
    ]  # fmt: skip


def _pairings(work: Work, plan: Plan, party: Party | None) -> list[Engagement]:
    query = select(Pairing).where(Pairing.plan_id == plan.id).order_by(Pairing.id)
    if isinstance(party, Expert):
        return []
    if party is not None:
        query = query.where((Pairing.institution_id == party.id) | (Pairing.enterprise_id == party.id))
    rows = work.session.scalars(query).all()
    if not rows:
        return []
    keys = {row.institution_id for row in rows} | {row.enterprise_id for row in rows}
    known = {one.id: one for one in work.session.scalars(select(Organization).where(Organization.id.in_(keys)))}
    last = work.session.get_one(Campaign, plan.campaign_id).ends_on
    return [
        Engagement(
            PAIRING, row, last, "", (), tuple(known[key] for key in (row.institution_id, row.enterprise_id) if key),
            chain=row.chain_code or "", school=row.school or "",
        )
        for row in rows
    ]  # fmt: skip


def _side(table: type[Visit] | type[Talk], party: Party) -> ColumnElement[bool]:
    return table.expert_id == party.id if isinstance(party, Expert) else table.enterprise_id == party.id


def _parties(work: Work, rows: Sequence[Visit] | Sequence[Talk]) -> tuple[dict[int, Expert], dict[int, Organization]]:
    experts = select(Expert).where(Expert.id.in_({row.expert_id for row in rows}))
    places = select(Organization).where(Organization.id.in_({row.enterprise_id for row in rows}))
    return (
        {one.id: one for one in work.session.scalars(experts.options(selectinload(Expert.institution)))},
        {one.id: one for one in work.session.scalars(places)},
    )
