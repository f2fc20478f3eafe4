"""Trips as a board shows them, in the reader's scope; where a delegate could go instead, and on which day a trip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from matchmaker.errors import InvalidInput
from matchmaker.models import Organization, Plan, Trip
from matchmaker.planning.checker import check_trips
from matchmaker.services.planning.access import CANCELLED, trips_in_scope
from matchmaker.services.planning.standing import organizations_by_key
from matchmaker.services.planning.stored import stored_index
from matchmaker.services.planning.trip_change import (
    Placed,
    placed_trips,
    problem_of_trips,
    standing_trips,
    trips_of_problem,
)
from matchmaker.services.work import Work


@dataclass(frozen=True)
class TripCard:
    """A trip with its host and its delegation, by name. `days`: how long it takes."""

    row: Trip
    institution: Organization
    enterprises: tuple[Organization, ...]
    days: int


@dataclass(frozen=True)
class Change:
    """`enterprise` leaves one trip, joins another, or both; `where`: the host of the other trip ("" for none)."""

    enterprise: Organization
    leaves: Trip | None
    joins: Trip | None
    where: str
    price: float


def trip_board(*, work: Work, plan: Plan) -> list[TripCard]:
    """The trips that stand, by day and host."""
    query = select(Trip).where(Trip.plan_id == plan.id, Trip.state != CANCELLED, trips_in_scope(work.actor))
    rows = work.session.scalars(query.options(selectinload(Trip.delegates)).order_by(Trip.on_date)).all()
    keys = {row.institution_id for row in rows} | {one.enterprise_id for row in rows for one in row.delegates}
    known = organizations_by_key(work, keys)
    cards = [_card(row, known) for row in rows]
    return sorted(cards, key=lambda card: (card.row.on_date, card.institution.name))


def card_of(*, work: Work, row: Trip) -> TripCard:
    keys = {row.institution_id, *(one.enterprise_id for one in row.delegates)}
    return _card(row, organizations_by_key(work, keys))


def possible_changes(*, work: Work, plan: Plan, trip: Trip) -> list[Change]:
    """Every change of this trip's delegation that the checker lets pass: somebody joins, leaves, or goes elsewhere.

    The cheapest first, what each enterprise could do together.
    """
    index, problem = stored_index(plan), problem_of_trips(plan)
    trips = standing_trips(plan)
    going = {one.id: {delegate.enterprise_id for delegate in one.delegates} for one in trips}
    known = organizations_by_key(work, {*index.enterprises, *(one.institution_id for one in trips)})
    fits = {(index.enterprises[row], index.institutions[column]) for row, column, _ in problem.affinity}
    wanted: list[tuple[int, Trip | None, Trip | None]] = []
    for key in index.enterprises:
        if key in going[trip.id]:
            wanted.append((key, trip, None))
            wanted += [(key, trip, other) for other in trips if other is not trip and key not in going[other.id]]
        else:
            wanted.append((key, None, trip))
            wanted += [(key, other, trip) for other in trips if other is not trip and key in going[other.id]]
    found = []
    for key, leaves, joins in wanted:
        if joins is not None and (key, joins.institution_id) not in fits:
            continue
        if any(one is not None and one.locked for one in (leaves, joins)):
            continue
        placed = placed_trips(plan, enterprise_id=key, leaves=leaves, joins=joins)
        verdict = check_trips(problem, trips_of_problem(index, placed))
        if verdict.clean:
            other = leaves if leaves is not trip else joins
            where = known[other.institution_id].name if other is not None else ""
            found.append(Change(known[key], leaves, joins, where, (plan.value or 0.0) - verdict.value))
    return sorted(found, key=lambda one: (one.enterprise.name, one.price))


def possible_days(*, plan: Plan, trip: Trip) -> list[tuple[date, float]]:
    """The other days on which the trip could begin, with the price."""
    index, problem = stored_index(plan), problem_of_trips(plan)
    if trip.locked:
        return []
    found = []
    for day in index.dates:
        if day == trip.on_date:
            continue
        placed = [
            Placed(one.institution_id, day if one is trip else one.on_date,
                   tuple(delegate.enterprise_id for delegate in one.delegates))
            for one in standing_trips(plan)
        ]  # fmt: skip
        try:
            verdict = check_trips(problem, trips_of_problem(index, placed))
        except InvalidInput:  # another trip of the plan lies on a day that the plan no longer has
            return []
        if verdict.clean:
            found.append((day, (plan.value or 0.0) - verdict.value))
    return found


def _card(row: Trip, known: dict[int, Organization]) -> TripCard:
    going = sorted((known[one.enterprise_id] for one in row.delegates), key=lambda one: one.name)
    return TripCard(row, known[row.institution_id], tuple(going), int(row.arrangements.get("days", 1)))
