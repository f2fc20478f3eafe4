"""Change trips by hand: who goes along, on which day, who leads; cancel one; checked at once and priced."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from matchmaker.errors import InvalidInput, NotFound
from matchmaker.locale import N_
from matchmaker.models import Delegate, Organization, Plan
from matchmaker.models import Trip as TripRow
from matchmaker.planning.checker import check_trips
from matchmaker.planning.forms.trips import read_trip_problem
from matchmaker.planning.values.trips import Trip, TripProblem
from matchmaker.services.audit import audit
from matchmaker.services.invitations.changes import note_changed
from matchmaker.services.planning.access import (
    CANCELLED,
    DRAFT,
    PLANNED,
    PUBLISHED,
    campaign_of,
    require_planner,
    require_state,
)
from matchmaker.services.planning.errors import PlanRefused
from matchmaker.services.planning.index import Index
from matchmaker.services.planning.propose_replan import refresh_others
from matchmaker.services.planning.statements import violations_told
from matchmaker.services.planning.store_others import INVITED
from matchmaker.services.planning.stored import proven, require_ready, stored_index
from matchmaker.services.work import Work

_LONGEST_LEADER = 64


@dataclass(frozen=True)
class Placed:
    """A trip as it would be: its row (None for one that is not stored), day and delegation by keys."""

    institution_id: int
    on_date: date
    enterprises: tuple[int, ...]


def standing_trips(plan: Plan) -> list[TripRow]:
    """Every trip that is not cancelled, by day."""
    return sorted((trip for trip in plan.trips if trip.state != CANCELLED), key=lambda trip: (trip.on_date, trip.id))


def trip_of(*, plan: Plan, ref: str) -> TripRow:
    """A trip of the plan that stands."""
    for trip in standing_trips(plan):
        if trip.ref == ref:
            return trip
    raise NotFound(kind="trip", ref=ref)


def move_delegate(
    *, work: Work, plan: Plan, enterprise_id: int, leaves: TripRow | None, joins: TripRow | None
) -> float:
    """Let an enterprise leave one trip, join another, or both at once; the price. Locked trips stay as they are.

    PlanRefused names every rule that the change would break; nothing changes then.
    """
    _require_changeable(work, plan, *(trip for trip in (leaves, joins) if trip is not None))
    if leaves is joins:
        return 0.0
    delegations = {trip.id: {one.enterprise_id for one in trip.delegates} for trip in standing_trips(plan)}
    if leaves is not None and enterprise_id not in delegations[leaves.id]:
        raise NotFound(kind="delegate", ref=leaves.ref)
    price = _priced(plan, placed_trips(plan, enterprise_id=enterprise_id, leaves=leaves, joins=joins))
    if leaves is not None:
        leaves.delegates = [one for one in leaves.delegates if one.enterprise_id != enterprise_id]
    if joins is not None:
        joins.delegates.append(Delegate(enterprise_id=enterprise_id, state=INVITED))
    told = {"leaves": None if leaves is None else leaves.ref, "joins": None if joins is None else joins.ref}
    _note(work, plan, price, leaves, joins)
    _tell(work, plan, {enterprise_id, *(trip.institution_id for trip in (leaves, joins) if trip is not None)})
    enterprise = work.session.get_one(Organization, enterprise_id)
    audit(work=work, action="trip.delegate", subject=joins or leaves, after={"organization": enterprise.ref, **told})
    return price


def set_trip_day(*, work: Work, plan: Plan, trip: TripRow, on_date: date) -> float:
    """Put a trip on another day of the plan; the price."""
    _require_changeable(work, plan, trip)
    if trip.on_date == on_date:
        return 0.0
    placed = [
        Placed(one.institution_id, on_date if one is trip else one.on_date, _enterprises(one))
        for one in standing_trips(plan)
    ]
    price = _priced(plan, placed)
    before, trip.on_date = {"on_date": trip.on_date}, on_date
    _note(work, plan, price, trip)
    _tell(work, plan, {trip.institution_id, *_enterprises(trip)})
    audit(work=work, action="trip.move", subject=trip, before=before, after={"on_date": on_date})
    return price


def set_trip_leader(*, work: Work, plan: Plan, trip: TripRow, leader: str) -> None:
    """Who leads the delegation."""
    _require_changeable(work, plan)
    name = leader.strip()
    if len(name) > _LONGEST_LEADER:
        problem = N_("The name is too long: use at most %(most)s characters.")
        raise InvalidInput(field="leader", problem=problem, most=_LONGEST_LEADER)
    before, trip.leader = {"leader": trip.leader}, name or None
    _note(work, plan, 0.0, trip)
    audit(work=work, action="trip.leader", subject=trip, before=before, after={"leader": trip.leader})


def lock_trip(*, work: Work, plan: Plan, trip: TripRow, locked: bool) -> None:
    """A locked trip keeps its day and its delegation."""
    _require_changeable(work, plan)
    if trip.locked is locked:
        return
    trip.locked = locked
    _note(work, plan, 0.0, trip)
    audit(work=work, action="trip.lock", subject=trip, before={"locked": not locked}, after={"locked": locked})


def cancel_trip(*, work: Work, plan: Plan, trip: TripRow, why: str = "") -> float:
    """Take a trip out: of a draft for good; of a published plan it stays, as cancelled, in calendars. The price."""
    _require_changeable(work, plan, trip)
    placed = [Placed(one.institution_id, one.on_date, _enterprises(one)) for one in standing_trips(plan) if one != trip]
    price = _priced(plan, placed)
    audit(work=work, action="trip.cancel", subject=trip, after={"state": CANCELLED}, why=why)
    if plan.state == DRAFT:
        plan.trips.remove(trip)
    else:
        trip.state, trip.updated_at = CANCELLED, work.now()
        _tell(work, plan, {trip.institution_id, *_enterprises(trip)})
    _note(work, plan, price)
    return price


def placed_trips(
    plan: Plan, *, enterprise_id: int | None = None, leaves: TripRow | None = None, joins: TripRow | None = None
) -> list[Placed]:
    """The trips that stand, with one enterprise elsewhere."""
    found = []
    for trip in standing_trips(plan):
        going = set(_enterprises(trip))
        if enterprise_id is not None and trip is leaves:
            going.discard(enterprise_id)
        if enterprise_id is not None and trip is joins:
            going.add(enterprise_id)
        found.append(Placed(trip.institution_id, trip.on_date, tuple(sorted(going))))
    return found


def trips_of_problem(index: Index, placed: Iterable[Placed]) -> tuple[Trip, ...]:
    """As trips of the problem that `index` belongs to; InvalidInput for a day or party that the problem lacks."""
    dates, institutions, enterprises = (index.numbers[part] for part in ("dates", "institutions", "enterprises"))
    found = []
    for trip in placed:
        if trip.on_date not in dates:
            raise InvalidInput(field="on_date", problem=N_("This day is not among the days of the plan."))
        if trip.institution_id not in institutions or not set(trip.enterprises) <= set(enterprises):
            raise InvalidInput(field="enterprise", problem=N_("This enterprise does not take part in this plan."))
        going = tuple(sorted(enterprises[key] for key in trip.enterprises))
        found.append(Trip(dates[trip.on_date], institutions[trip.institution_id], going))
    return tuple(sorted(found))


def problem_of_trips(plan: Plan) -> TripProblem:
    """The problem that the plan was made for."""
    return read_trip_problem(plan.problem["problem"])


def _enterprises(trip: TripRow) -> tuple[int, ...]:
    return tuple(sorted(one.enterprise_id for one in trip.delegates))


def _require_changeable(work: Work, plan: Plan, *trips: TripRow) -> None:
    require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="plan.change")
    require_state(plan, DRAFT, PUBLISHED)
    require_ready(plan)
    if any(trip.locked for trip in trips):
        raise InvalidInput(field="trip", problem=N_("This trip is locked: unlock it first."))
    if any(trip.state != PLANNED for trip in trips):
        raise InvalidInput(field="trip", problem=N_("This trip has taken place or was cancelled."))


def _priced(plan: Plan, placed: Iterable[Placed]) -> float:
    index = stored_index(plan)
    verdict = check_trips(problem_of_trips(plan), trips_of_problem(index, placed))
    if verdict.violations:
        raise PlanRefused(violations=violations_told(index, verdict.violations))
    return (plan.value or 0.0) - verdict.value


def _note(work: Work, plan: Plan, price: float, *changed: TripRow | None) -> None:
    now = work.now()
    plan.value, plan.updated_at = (plan.value or 0.0) - price, now
    if plan.bound is not None:
        plan.bound = proven(plan.bound, plan.value)
    for trip in changed:
        if trip is not None:
            trip.updated_at = now
    work.session.flush()
    refresh_others(work=work, plan=plan)


def _tell(work: Work, plan: Plan, organizations: set[int]) -> None:
    """Who knows of a published plan has to be told."""
    if plan.state == PUBLISHED:
        note_changed(work=work, plan=plan, organizations=organizations)
