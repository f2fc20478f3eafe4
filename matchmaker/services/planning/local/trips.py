"""A published plan of trips for local re-planning: what a cause bars, and the trips near those that stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from matchmaker.models import Plan
from matchmaker.models import Trip as TripRow
from matchmaker.planning.checker import check_trips
from matchmaker.planning.trips.explain import explain_trip
from matchmaker.planning.trips.replan import replan_trips
from matchmaker.planning.values.trips import PublishedSeat, Trip, TripLock, TripPlan, TripProblem, TripReplan
from matchmaker.planning.watch import Watch
from matchmaker.services.planning.access import PLANNED
from matchmaker.services.planning.index import Index
from matchmaker.services.planning.local.apply_trips import apply_trips
from matchmaker.services.planning.local.scene import AROUND, TO_DATE, WITHOUT, Answer, Judged, Near, Tie, Variant
from matchmaker.services.planning.problem_document import plain_document
from matchmaker.services.planning.replan_cause import ANOTHER_DATE, OF_ONE, PARTY_OUT, FoundCause
from matchmaker.services.planning.stored import stored_index
from matchmaker.services.planning.trip_change import placed_trips, problem_of_trips, standing_trips, trips_of_problem
from matchmaker.services.work import Work


@dataclass(frozen=True)
class TripScene:
    """`fixed` trips are over, locked or no longer planned: they keep their day and their delegation."""

    index: Index
    problem: TripProblem
    trips: tuple[Trip, ...]
    fixed: tuple[Trip, ...]
    value: float

    @property
    def moved(self) -> float:
        return self.problem.moved

    def variants(self, work: Work, cause: FoundCause) -> Sequence[Variant]:
        enterprise, institution = self._numbers(cause)
        if cause.code == PARTY_OUT:
            after = self._away(enterprise, institution)
            return [Variant(AROUND, after, after)] if (enterprise, institution) != (None, None) else []
        if cause.code not in OF_ONE or not isinstance(cause.item, TripRow) or institution is None:
            return []
        when = self.index.numbers["dates"].get(cause.item.on_date)
        if enterprise is None:
            offered = self._offered(cause) if cause.code == ANOTHER_DATE else {}
            after = self._host_on(institution, when, offered.values())
            return [Variant(WITHOUT if not offered else AROUND, after, after)]
        found = []
        for day, number in (self._offered(cause) if cause.code == ANOTHER_DATE else {}).items():
            after = self._guest_on(enterprise, when, number)
            lock = TripLock(enterprise, institution, number)
            found.append(Variant(TO_DATE, after, replace(after, locks=(*after.locks, lock)), day))
        pair = enterprise, institution
        after = replace(self._unlocked(*pair), forbidden=(*self.problem.forbidden, pair))
        return [*found, Variant(WITHOUT, after, after)]

    def solve(self, wish: TripProblem, moved: float, watch: Watch) -> Near:
        possible = tuple(trip for trip in self.fixed if self._stays(wish, trip))
        return _near(replan_trips(replace(wish, moved=moved), self.trips, fixed=possible, watch=watch))

    def only_published(self, wish: TripProblem) -> TripProblem:
        mine = {(enterprise, trip.institution) for trip in self.trips for enterprise in trip.enterprises}
        return replace(wish, affinity=tuple(one for one in wish.affinity if one[:2] in mine))

    def without(self, wish: TripProblem, added: Collection[PublishedSeat]) -> TripProblem:
        pairs = sorted({(seat.enterprise, seat.institution) for seat in added})
        return replace(wish, forbidden=(*wish.forbidden, *pairs))

    def judge(self, problem: TripProblem, near: Near) -> Judged:
        verdict = check_trips(problem, trips_with(near.items))
        return Judged(verdict.value, verdict.violations)

    def told(self, near: Near, item: PublishedSeat) -> dict[str, Any]:
        return {
            "enterprise": self.index.enterprises[item.enterprise],
            "institution": self.index.institutions[item.institution],
            "date": self.index.dates[item.date].isoformat(),
            "days": self.problem.institutions[item.institution].days,
        }

    def explain(self, tie: Tie, watch: Watch) -> Answer | None:
        numbers = self.index.numbers
        guest, host = numbers["enterprises"].get(tie.enterprise), numbers["institutions"].get(tie.institution)
        date = None if tie.on_date is None else numbers["dates"].get(tie.on_date)
        if guest is None or host is None or (tie.on_date is not None and date is None):
            return None
        plan = TripPlan(value=self.value, bound=float("inf"), seconds=0.0, trips=self.trips)
        found = explain_trip(self.problem, plan, enterprise=guest, institution=host, date=date, fixed=self.fixed,
                             watch=watch)  # fmt: skip
        wanted = replace(self.problem, forbidden=(*self.problem.forbidden, (guest, host)))
        if found.forced:
            wanted = replace(self.problem, locks=(*self.problem.locks, TripLock(guest, host, date)))
        near = None if found.instead is None else _near(found.instead)
        return Answer(found.forced, found.at_least, found.reasons, wanted, near)

    def apply(self, work: Work, plan: Plan, option: dict[str, Any], why: str) -> None:
        apply_trips(work=work, plan=plan, option=option, why=why)

    def document(self, plan: Plan, problem: TripProblem) -> dict[str, Any]:
        return plain_document(problem)

    def _numbers(self, cause: FoundCause) -> tuple[int | None, int | None]:
        numbers = self.index.numbers
        house, host = cause.enterprise, cause.institution
        return (
            None if house is None else numbers["enterprises"].get(house.id),
            None if host is None else numbers["institutions"].get(host.id),
        )

    def _offered(self, cause: FoundCause) -> dict[date, int]:
        known = self.index.numbers["dates"]
        return {day: known[day] for day in cause.days if day in known}

    def _unlocked(self, enterprise: int | None, institution: int | None) -> TripProblem:
        """Without the locks that the cause breaks."""
        locks = tuple(
            lock
            for lock in self.problem.locks
            if enterprise not in (None, lock.enterprise) or institution not in (None, lock.institution)
        )
        return replace(self.problem, locks=locks)

    def _away(self, enterprise: int | None, institution: int | None) -> TripProblem:
        """Nobody reckons with this party any more, beyond what took place."""
        after = self._unlocked(enterprise, institution)
        if enterprise is not None:
            days = {day for trip in self.fixed if enterprise in trip.enterprises for day in self._days(trip)}
            return with_guest(after, enterprise, days)
        host = institution or 0
        return with_host(after, host, {trip.date for trip in self.fixed if trip.institution == host})

    def _host_on(self, institution: int, when: int | None, offered: Iterable[int]) -> TripProblem:
        """The institution receives on the days of its other trips, and on those that it offers."""
        others = {trip.date for trip in self.trips if trip.institution == institution and trip.date != when}
        gone = {enterprise for trip in self.trips for enterprise in trip.enterprises
                if (trip.institution, trip.date) == (institution, when)}  # fmt: skip
        locks = tuple(lock for lock in self.problem.locks
                      if lock.institution != institution or lock.enterprise not in gone)  # fmt: skip
        return with_host(replace(self.problem, locks=locks), institution, {*others, *offered})

    def _guest_on(self, enterprise: int, when: int | None, offered: int) -> TripProblem:
        free = {*self.problem.enterprises[enterprise].dates, offered} - {when}
        return with_guest(self._unlocked(enterprise, None), enterprise, {day for day in free if day is not None})

    def _stays(self, wish: TripProblem, trip: Trip) -> bool:
        """Whether the cause leaves a fixed trip as it is."""
        apart = set(wish.forbidden)
        if trip.date not in wish.institutions[trip.institution].dates:
            return False
        days = set(self._days(trip))
        return all(
            days <= set(wish.enterprises[one].dates) and (one, trip.institution) not in apart
            for one in trip.enterprises
        )

    def _days(self, trip: Trip) -> range:
        return range(trip.date, trip.date + self.problem.institutions[trip.institution].days)


def trip_scene(*, work: Work, plan: Plan) -> TripScene:
    """The scene of a published plan of trips."""
    index = stored_index(plan)
    rows = standing_trips(plan)
    trips = [trips_of_problem(index, [placed])[0] for placed in placed_trips(plan)]
    fixed = [
        trip
        for row, trip in zip(rows, trips, strict=True)
        if row.locked or row.state != PLANNED or row.on_date <= work.today()
    ]
    return TripScene(index, problem_of_trips(plan), tuple(sorted(trips)), tuple(sorted(fixed)), plan.value or 0.0)


def _near(found: TripReplan) -> Near:
    return Near(frozenset(seats_of(found.plan.trips)), found.lost, found.moved, found.added, found.plan.bound)


def with_guest(problem: TripProblem, number: int, dates: Iterable[int]) -> TripProblem:
    """The problem with other dates of one enterprise."""
    guests = list(problem.enterprises)
    guests[number] = replace(guests[number], dates=tuple(sorted(set(dates))))
    return replace(problem, enterprises=tuple(guests))


def with_host(problem: TripProblem, number: int, dates: Iterable[int]) -> TripProblem:
    """The problem with other dates of one institution."""
    hosts = list(problem.institutions)
    hosts[number] = replace(hosts[number], dates=tuple(sorted(set(dates))))
    return replace(problem, institutions=tuple(hosts))


def seats_of(trips: Iterable[Trip]) -> list[PublishedSeat]:
    return [PublishedSeat(one, trip.institution, trip.date) for trip in trips for one in trip.enterprises]


def trips_with(seats: Iterable[PublishedSeat]) -> tuple[Trip, ...]:
    """Trips of these seats."""
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for seat in seats:
        found[seat.date, seat.institution].append(seat.enterprise)
    return tuple(sorted(Trip(date, host, tuple(sorted(going))) for (date, host), going in found.items()))
