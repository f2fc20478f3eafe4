"""After something has changed, trips stay as far as that is worth it: as brute force says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from matchmaker.planning.checker import check_trips
from matchmaker.planning.errors import LockCannotBeKept, LocksExcludeEachOther
from matchmaker.planning.trips.planner import plan_trips
from matchmaker.planning.trips.replan import replan_trips
from matchmaker.planning.values.trips import PublishedSeat, Trip, TripEnterprise, TripInstitution, TripLock, TripProblem
from matchmaker.planning.watch import Effort, Watch
from tests.planning.trips.test_planner import BUSY, every_plan, random_trips

EXACT = Effort(gap=0.0)


def seats(trips: Iterable[Trip]) -> set[PublishedSeat]:
    return {PublishedSeat(enterprise, trip.institution, trip.date) for trip in trips for enterprise in trip.enterprises}


@pytest.mark.parametrize("moved", [0.0, 0.4, 50.0])
def test_is_as_good_as_brute_force_where_moving_has_its_price(moved: float) -> None:
    changed = 0
    for seed in range(15):
        problem = replace(random_trips(seed), locks=(), moved=moved)
        before = plan_trips(problem, watch=Watch(effort=EXACT))
        if not before.trips:
            continue
        gone = (before.trips[0].enterprises[0], before.trips[0].institution)
        after = replace(problem, forbidden=(*problem.forbidden, gone))
        found = replan_trips(after, before.trips, watch=Watch(effort=EXACT))
        verdict = check_trips(after, found.plan.trips)
        assert verdict.violations == ()
        assert verdict.value == pytest.approx(found.plan.value)
        assert found.plan.value <= found.plan.bound + 1e-9
        old, new = seats(before.trips), seats(found.plan.trips)
        assert (set(found.lost) | set(found.moved), set(found.added)) == (old - new, new - old)
        assert all((seat.enterprise, seat.institution) == gone for seat in found.lost)
        assert found.cost == pytest.approx(moved * len(found.moved))
        worths = [check_trips(after, trips).value + moved * len(seats(trips) & old) for trips in every_plan(after)]
        assert verdict.value + moved * len(old & new) == pytest.approx(max(worths), abs=1e-6)
        changed += 1
    assert changed >= 8


def test_what_was_published_does_not_matter_to_planning_anew() -> None:
    anew = plan_trips(BUSY, watch=Watch(effort=EXACT))
    bound = replace(BUSY, published=tuple(PublishedSeat(e, 0, 0) for e in (0, 1)), moved=9.0)
    assert plan_trips(bound, watch=Watch(effort=EXACT)).trips == anew.trips


def test_nobody_joins_or_leaves_a_trip_that_is_fixed() -> None:
    problem = TripProblem(
        dates=2,
        enterprises=tuple(TripEnterprise(dates=(0, 1)) for _ in range(3)),
        institutions=(TripInstitution(dates=(0, 1), max_delegation=3, cost=0.5),),
        affinity=((0, 0, 1.0), (1, 0, 1.0), (2, 0, 1.0)),
        moved=0.0,
    )
    fixed = Trip(date=0, institution=0, enterprises=(0, 1))
    free = replan_trips(problem, (fixed,), watch=Watch(effort=EXACT))
    assert [len(trip.enterprises) for trip in free.plan.trips] == [3]
    found = replan_trips(problem, (fixed,), fixed=(fixed,), watch=Watch(effort=EXACT))
    assert found.plan.trips == (fixed, Trip(date=1, institution=0, enterprises=(2,)))
    with pytest.raises(LocksExcludeEachOther):
        replan_trips(replace(problem, locks=(TripLock(2, 0, 0),)), (fixed,), fixed=(fixed,))


def test_a_lock_on_what_is_given_up_is_named() -> None:
    before = plan_trips(BUSY, watch=Watch(effort=EXACT))
    with pytest.raises(LockCannotBeKept) as raised:
        replan_trips(replace(BUSY, locks=(TripLock(0, 1),), forbidden=((0, 1),)), before.trips)
    assert raised.value.limits == ("trip_forbidden",)
