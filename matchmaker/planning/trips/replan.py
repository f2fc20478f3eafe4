"""Plan trips anew after something has changed: what is published stays as far as that is worth it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from matchmaker.planning.program.optimum import relaxed_bound
from matchmaker.planning.trips.build import TripBuild
from matchmaker.planning.trips.planner import best_trips, trip_plan
from matchmaker.planning.trips.program import trip_program
from matchmaker.planning.values.trips import PublishedSeat, Trip, TripLock, TripProblem, TripReplan
from matchmaker.planning.watch import Watch


def replan_trips(
    problem: TripProblem, published: Sequence[Trip], *, fixed: Sequence[Trip] = (), watch: Watch | None = None
) -> TripReplan:
    """The best trips when each published journey of an enterprise that is not kept costs `problem.moved`.

    `problem` has changed already: a rejected pair is forbidden, who is away has fewer dates. `fixed` trips stay with
    their day and exactly their delegation. All trips are solved at once, since they are few enough for that. Raises
    LocksExcludeEachOther when the changes break a lock.
    """
    watch = watch or Watch()
    promised, closed = _seats(published), tuple(fixed)
    kept = tuple(TripLock(seat.enterprise, seat.institution, seat.date) for seat in sorted(_seats(closed)))
    locks = tuple(dict.fromkeys((*problem.locks, *kept)))
    after = replace(problem, published=tuple(sorted(promised)), locks=locks)
    program, build = trip_program(after, fixed=closed)
    x, found = best_trips(program, build, watch)
    plain, _ = trip_program(replace(after, published=()), fixed=closed)
    bound = min(found.bound, relaxed_bound(plain, watch))
    plan = trip_plan(plain, build, x, bound=bound, seconds=watch.elapsed(), stopped=found.stopped)
    planned = _seats(plan.trips)
    lost = promised - _possible(build)
    moved = promised - planned - lost
    return TripReplan(
        plan=plan,
        lost=tuple(sorted(lost)),
        moved=tuple(sorted(moved)),
        added=tuple(sorted(planned - promised)),
        cost=problem.moved * len(moved),
    )


def _seats(trips: Iterable[Trip]) -> set[PublishedSeat]:
    return {PublishedSeat(enterprise, trip.institution, trip.date) for trip in trips for enterprise in trip.enterprises}


def _possible(build: TripBuild) -> set[PublishedSeat]:
    """Every seat that a plan could have."""
    trips = build.seat_trip
    places = zip(
        build.seat_enterprise.tolist(),
        build.trip_institution[trips].tolist(),
        build.trip_date[trips].tolist(),
        strict=True,
    )
    return {PublishedSeat(*place) for place in places}
