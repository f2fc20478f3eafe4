"""Trips of delegations against brute force; conflicts of locks that are real."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from matchmaker.planning.checker import check_trips
from matchmaker.planning.errors import LockCannotBeKept, LocksExcludeEachOther
from matchmaker.planning.trips.planner import plan_trips
from matchmaker.planning.values.trips import Trip, TripEnterprise, TripInstitution, TripLock, TripProblem
from matchmaker.planning.watch import Effort, Watch


def random_trips(seed: int, *, enterprises: int = 3, institutions: int = 2, dates: int = 3) -> TripProblem:
    random = np.random.default_rng(seed)

    def days(share: float) -> tuple[int, ...]:
        return tuple(np.flatnonzero(random.random(dates) < share).tolist())

    return TripProblem(
        dates=dates,
        enterprises=tuple(
            TripEnterprise(dates=days(0.8), max_trips=int(random.integers(1, 3)) if random.random() < 0.5 else None)
            for _ in range(enterprises)
        ),
        institutions=tuple(
            TripInstitution(
                dates=days(0.7),
                min_delegation=int(random.integers(1, 3)),
                max_delegation=int(random.integers(2, 4)),
                max_trips=int(random.integers(1, 3)) if random.random() < 0.5 else None,
                days=int(random.integers(1, 3)),
                cost=round(float(random.uniform(0, 0.5)), 2),
            )
            for _ in range(institutions)
        ),
        affinity=tuple(
            (e, h, round(float(random.uniform(0.1, 1)), 2))
            for e in range(enterprises)
            for h in range(institutions)
            if random.random() < 0.85
        ),
        leaders=tuple(random.integers(1, 3, dates).tolist()) if random.random() < 0.5 else (),
        forbidden=((0, 0),) if random.random() < 0.2 else (),
        locks=(TripLock(1, 0),) if random.random() < 0.3 else (),
        unserved=float(random.choice([0.0, 0.6])),
        target=int(random.integers(0, 5)),
        target_shortfall=0.7,
    )


def every_plan(problem: TripProblem) -> Iterator[tuple[Trip, ...]]:
    """All plans without a violation, by the date (or none) on which each pair begins its trip."""
    pairs = sorted({(e, h) for e, h, _ in problem.affinity} | {(k.enterprise, k.institution) for k in problem.locks})
    for dates in product([None, *range(problem.dates)], repeat=len(pairs)):
        delegations = defaultdict(list)
        for (enterprise, institution), date in zip(pairs, dates, strict=True):
            if date is not None:
                delegations[date, institution].append(enterprise)
        trips = tuple(Trip(date, h, tuple(going)) for (date, h), going in sorted(delegations.items()))
        if check_trips(problem, trips).clean:
            yield trips


def test_is_as_good_as_brute_force() -> None:
    impossible = 0
    for seed in range(25):
        problem = random_trips(seed)
        values = [check_trips(problem, trips).value for trips in every_plan(problem)]
        if not values:
            impossible += 1
            with pytest.raises(LocksExcludeEachOther):
                plan_trips(problem)
            continue
        plan = plan_trips(problem, watch=Watch(effort=Effort(gap=0.0)))
        verdict = check_trips(problem, plan.trips)
        assert verdict.violations == ()
        assert verdict.value == pytest.approx(plan.value)
        assert plan.value == pytest.approx(max(values), abs=1e-6)
        assert plan.bound == pytest.approx(plan.value, abs=1e-6)
        travelling = {enterprise for trip in plan.trips for enterprise in trip.enterprises}
        short = {one.code: one.amount for one in plan.shortfalls}
        assert short.get("trip_targets", 0.0) == pytest.approx(max(0, problem.target - len(travelling)))
    assert 1 <= impossible <= 12


BUSY = TripProblem(
    dates=3,
    enterprises=(TripEnterprise(dates=(0, 1, 2)), TripEnterprise(dates=(0, 1)), TripEnterprise(dates=(2,))),
    institutions=(
        TripInstitution(dates=(0, 2), min_delegation=2, max_delegation=3, max_trips=1),
        TripInstitution(dates=(0,), days=2),
    ),
    affinity=((0, 0, 0.9), (1, 0, 0.8), (2, 0, 0.7), (0, 1, 0.6), (1, 1, 0.5)),
)


def test_a_delegation_is_neither_lonely_nor_in_two_places() -> None:
    plan = plan_trips(BUSY, watch=Watch(effort=Effort(gap=0.0)))
    assert plan.trips == (Trip(0, 1, (0, 1)), Trip(2, 0, (0, 2)))
    assert (plan.value, plan.stopped) == (pytest.approx(0.6 + 0.5 + 0.9 + 0.7), "optimal")


@pytest.mark.parametrize(
    ("locks", "limits"),
    [
        ((TripLock(2, 0), TripLock(1, 0)), ("trip_dates",)),
        ((TripLock(0, 0, 0), TripLock(2, 0)), ("trip_dates",)),
        ((TripLock(0, 1), TripLock(0, 0, 0)), ("trip_dates", "trip_enterprise")),
    ],
)
def test_locks_that_exclude_each_other_are_named(locks: tuple[TripLock, ...], limits: tuple[str, ...]) -> None:
    with pytest.raises(LocksExcludeEachOther) as raised:
        plan_trips(replace(BUSY, locks=locks))
    assert raised.value.conflict == locks
    assert raised.value.limits == limits


def test_a_lock_for_which_no_fellow_traveller_is_free_cannot_be_kept() -> None:
    alone = replace(BUSY, affinity=((2, 0, 0.7), (1, 1, 0.5)), locks=(TripLock(1, 1), TripLock(2, 0)))
    with pytest.raises(LockCannotBeKept) as raised:
        plan_trips(alone)
    assert raised.value.conflict == (TripLock(2, 0),)
    assert "enterprise 2 to institution 0" in str(raised.value)


def test_cancelled_at_once_there_is_a_plan_that_keeps_the_locks() -> None:
    problem = replace(random_trips(3, enterprises=20, institutions=6, dates=8), locks=())
    plan = plan_trips(problem, watch=Watch(cancelled=lambda: True))
    assert check_trips(problem, plan.trips).clean
    locked = replace(problem, locks=(TripLock(*_possible(problem)),))
    plan = plan_trips(locked, watch=Watch(cancelled=lambda: True))
    assert check_trips(locked, plan.trips).clean
    assert plan.value <= plan.bound


def _possible(problem: TripProblem) -> tuple[int, int]:
    trip = plan_trips(problem, watch=Watch(effort=Effort(gap=0.05))).trips[0]
    return trip.enterprises[0], trip.institution
