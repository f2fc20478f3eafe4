"""Locks are hard: kept whenever they can be; a real, irreducible conflict is named whenever they cannot."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from matchmaker.planning.checker import check_visits
from matchmaker.planning.errors import LockCannotBeKept, LocksExcludeEachOther
from matchmaker.planning.rules import VISIT_RULES
from matchmaker.planning.values.plans import Visit
from matchmaker.planning.values.visits import Enterprise, Expert, Lock, Need, VisitProblem
from matchmaker.planning.visits.planner import plan_visits
from matchmaker.planning.watch import Effort, Watch
from tests.planning.instances import EXTRAS, random_problem, random_visits

QUICK = Effort(rounds=0, gap=0.2)
RULES = [frozenset(), EXTRAS, frozenset({"escorts", "max_visits"}), frozenset({"groups", "chains"})]


def locks_of_a_random_plan(problem: VisitProblem, random: np.random.Generator) -> tuple[Lock, ...]:
    visits = random_visits(problem, random)
    chosen = [visit for visit in visits if random.random() < 0.6]
    return tuple(Lock(v.expert, v.enterprise, v.date if random.random() < 0.5 else None) for v in chosen)


def test_no_lock_is_dropped_in_200_random_problems_whose_locks_are_feasible() -> None:
    locked = 0
    for seed in range(200):
        random = np.random.default_rng(seed)
        problem = random_problem(seed, experts=5, enterprises=6, needs=8, dates=4, rules=RULES[seed % 4])
        problem = replace(problem, locks=locks_of_a_random_plan(problem, random))
        plan = plan_visits(problem, watch=Watch(effort=QUICK))
        assert check_visits(problem, plan.visits).violations == ()
        locked += len(problem.locks)
    assert locked > 600


def can_be_kept(problem: VisitProblem, locks: tuple[Lock, ...]) -> bool:
    """By trying every choice of dates for the locked pairs. More visits than these never make a broken limit whole."""
    grouped = {member: group.members for group in problem.groups for member in group.members}
    pairs = {(grouped.get(lock.expert, (lock.expert,)), lock.enterprise) for lock in locks}
    for dates in product(range(problem.dates), repeat=len(pairs)):
        visits = [
            Visit(date=date, expert=member, enterprise=enterprise)
            for (members, enterprise), date in zip(sorted(pairs), dates, strict=True)
            for member in members
        ]
        if check_visits(replace(problem, locks=locks), visits).clean:
            return True
    return False


def test_a_named_conflict_is_real_and_irreducible() -> None:
    sizes = []
    for seed in range(120):
        random = np.random.default_rng(1000 + seed)
        problem = random_problem(seed, experts=3, enterprises=4, needs=5, dates=3, rules=RULES[seed % 4])
        locks = tuple(
            Lock(int(random.integers(3)), int(random.integers(4)), int(random.integers(3)) if k % 2 else None)
            for k in range(5)
        )
        if can_be_kept(problem, locks):
            plan = plan_visits(replace(problem, locks=locks), watch=Watch(effort=QUICK))
            assert check_visits(replace(problem, locks=locks), plan.visits).clean
            continue
        with pytest.raises(LocksExcludeEachOther) as raised:
            plan_visits(replace(problem, locks=locks), watch=Watch(effort=QUICK))
        conflict = raised.value.conflict
        assert set(conflict) <= set(locks)
        assert not can_be_kept(problem, conflict)
        assert all(can_be_kept(problem, tuple(lock for lock in conflict if lock != left)) for left in conflict)
        assert set(raised.value.limits) <= set(VISIT_RULES)
        sizes.append(len(conflict))
    assert min(sizes) == 1
    assert max(sizes) >= 2
    assert len(sizes) >= 40


def one_expert(**changes: object) -> VisitProblem:
    """One expert, two enterprises in two districts, two dates."""
    problem = VisitProblem(
        dates=2,
        districts=2,
        experts=(Expert(dates=(0, 1), max_days=2, km_round_trip=(10.0, 20.0)),),
        enterprises=(
            Enterprise(district=0, dates=(0, 1), max_visits=2),
            Enterprise(district=1, dates=(0, 1), max_visits=2),
        ),
        needs=(Need(0), Need(1)),
        affinity=((0, 0, 0.9), (0, 1, 0.8)),
    )
    return replace(problem, **changes)  # type: ignore[arg-type]


def test_two_districts_on_one_day_are_named_with_the_rule_that_stands_against_them() -> None:
    locks = (Lock(0, 0, 1), Lock(0, 1, 1))
    with pytest.raises(LocksExcludeEachOther) as raised:
        plan_visits(one_expert(locks=locks))
    assert raised.value.conflict == locks
    assert raised.value.limits == ("trip",)
    assert str(raised.value) == (
        "These locks exclude each other: expert 0 at enterprise 0 on date 1, expert 0 at enterprise 1 on date 1. "
        "Give up one of them."
    )


def test_too_few_days_are_named() -> None:
    tired = (Expert(dates=(0, 1), max_days=1, km_round_trip=(10.0, 20.0)),)
    with pytest.raises(LocksExcludeEachOther) as raised:
        plan_visits(one_expert(experts=tired, locks=(Lock(0, 0), Lock(0, 1))))
    assert raised.value.limits == ("expert_days",)


@pytest.mark.parametrize(
    ("changes", "lock", "limits"),
    [
        ({"forbidden": ((0, 1),)}, Lock(0, 1), ("forbidden",)),
        ({"conflicts": ((0, 1),)}, Lock(0, 1), ("conflicts",)),
        ({"max_km_per_trip": 15.0}, Lock(0, 1), ("travel",)),
        ({"escorts": ((1, 1), (1, 0))}, Lock(0, 1, 1), ("escorts",)),
    ],
)
def test_a_lock_that_can_never_be_kept_is_named_alone(
    changes: dict[str, object], lock: Lock, limits: tuple[str, ...]
) -> None:
    with pytest.raises(LockCannotBeKept) as raised:
        plan_visits(one_expert(locks=(Lock(0, 0), lock), **changes))
    assert raised.value.conflict == (lock,)
    assert raised.value.limits == limits
    assert "cannot be kept at all" in str(raised.value)


def test_a_lock_without_any_affinity_is_kept() -> None:
    problem = one_expert(affinity=((0, 0, 0.9),), locks=(Lock(0, 1, 0),))
    plan = plan_visits(problem)
    assert Visit(date=0, expert=0, enterprise=1, needs=()) in plan.visits
    assert check_visits(problem, plan.visits).clean


def test_the_same_lock_twice_is_one_lock() -> None:
    plan = plan_visits(one_expert(locks=(Lock(0, 0, 0), Lock(0, 0, 0), Lock(0, 0))))
    assert (0, 0, 0) in {visit.key for visit in plan.visits}
