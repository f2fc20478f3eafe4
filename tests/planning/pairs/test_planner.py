"""Pairings against brute force: totals, floors, loads, locks, chains; conflicts that are real."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest

from matchmaker.planning.checker import check_pairs
from matchmaker.planning.errors import LoadsExcludeEachOther, LockCannotBeKept, LocksExcludeEachOther
from matchmaker.planning.explanations import EXPLANATIONS
from matchmaker.planning.pairs.explain import explain_pair
from matchmaker.planning.pairs.planner import plan_pairs
from matchmaker.planning.values.pairs import Pair, PairProblem
from matchmaker.planning.watch import Effort, Watch


def random_pairs(seed: int, *, objective: str = "total", chains: bool = False, schools: bool = False) -> PairProblem:
    random = np.random.default_rng(seed)
    rows, columns = 4, 5
    pairs = list(product(range(rows), range(columns)))
    return PairProblem(
        demand=tuple(random.integers(0, 3 if schools else 4, rows).tolist()),
        max_load=tuple(random.integers(1, 4, columns).tolist()),
        min_load=tuple(random.integers(0, 2, columns).tolist()),
        affinity=tuple((r, c, round(float(random.uniform(-0.2, 1)), 2)) for r, c in pairs if random.random() < 0.8),
        forbidden=tuple(pair for pair in pairs if random.random() < 0.1),
        locked=tuple(pair for pair in pairs if random.random() < 0.06),
        places=tuple(random.integers(1, 3, rows).tolist()) if chains else (),
        objective="floor" if objective == "floor" else "total",
        institution_of=(0, 0, 1, 1, 2) if schools else (),
        institution_load=(int(random.integers(3, 7)), None, 4) if schools else (),
    )


def every_choice(problem: PairProblem) -> Iterator[tuple[Pair, ...]]:
    """All choices of pairs without a violation."""
    options = [list(combinations(range(problem.columns), demand)) for demand in problem.demand]
    for chosen in product(*options):
        pairs = tuple((row, column) for row, columns in enumerate(chosen) for column in columns)
        if check_pairs(problem, pairs).clean:
            yield pairs


@pytest.mark.parametrize(("chains", "schools"), [(False, False), (True, False), (True, True)])
@pytest.mark.parametrize("objective", ["total", "floor"])
def test_is_as_good_as_brute_force(objective: str, chains: bool, schools: bool) -> None:
    possible = 0
    for seed in range(40 if schools else 20):
        problem = random_pairs(seed, objective=objective, chains=chains, schools=schools)
        verdicts = [check_pairs(problem, pairs) for pairs in every_choice(problem)]
        if not verdicts:
            with pytest.raises((LocksExcludeEachOther, LoadsExcludeEachOther)):
                plan_pairs(problem)
            continue
        possible += 1
        plan = plan_pairs(problem)
        verdict = check_pairs(problem, plan.pairs)
        assert verdict.violations == ()
        assert (verdict.total, verdict.worst) == (pytest.approx(plan.total), pytest.approx(plan.worst))
        worst = max(one.worst for one in verdicts)
        if objective == "floor":
            assert plan.worst == pytest.approx(worst, abs=1e-7)
            assert plan.floor_bound == pytest.approx(worst, abs=1e-6)
            verdicts = [one for one in verdicts if one.worst >= worst - 1e-9]
        assert plan.total == pytest.approx(max(one.total for one in verdicts), abs=1e-6)
        assert plan.bound == pytest.approx(plan.total, abs=1e-6)
        assert plan.floor_bound >= plan.worst - 1e-9
    assert possible >= 5


def test_a_named_conflict_is_real_and_irreducible() -> None:
    kinds = {LocksExcludeEachOther: 0, LoadsExcludeEachOther: 0}
    for seed in range(60):
        problem = random_pairs(seed)
        if any(True for _ in every_choice(problem)):
            continue
        with pytest.raises((LocksExcludeEachOther, LoadsExcludeEachOther)) as raised:
            plan_pairs(problem)
        error = raised.value
        if isinstance(error, LocksExcludeEachOther):
            kinds[LocksExcludeEachOther] += 1
            assert not any(True for _ in every_choice(replace(problem, locked=error.conflict)))
            for left in error.conflict:
                fewer = tuple(lock for lock in error.conflict if lock != left)
                assert any(True for _ in every_choice(replace(problem, locked=fewer)))
        else:
            kinds[LoadsExcludeEachOther] += 1
            assert not any(True for _ in every_choice(replace(problem, locked=())))
    assert all(count >= 2 for count in kinds.values())


SMALL = PairProblem(
    demand=(1, 1, 1),
    max_load=(1, 2),
    min_load=(0, 0),
    affinity=((0, 0, 0.9), (0, 1, 0.8), (1, 0, 0.7), (1, 1, 0.1), (2, 1, 0.5)),
)


def test_the_floor_gives_up_some_total_for_the_worst() -> None:
    total, floor = plan_pairs(SMALL), plan_pairs(replace(SMALL, objective="floor"))
    assert total.pairs == floor.pairs == ((0, 1), (1, 0), (2, 1))
    fair = replace(SMALL, affinity=((0, 0, 0.9), (0, 1, 0.3), (1, 0, 0.35), (1, 1, 0.1), (2, 1, 0.5)))
    total, floor = plan_pairs(fair), plan_pairs(replace(fair, objective="floor"))
    assert (total.pairs, total.total, total.worst) == (((0, 0), (1, 1), (2, 1)), pytest.approx(1.5), 0.1)
    assert (floor.pairs, floor.total, floor.worst) == (((0, 1), (1, 0), (2, 1)), pytest.approx(1.15), 0.3)


def test_a_chain_takes_more_than_one_place() -> None:
    problem = replace(SMALL, places=(1, 2, 1), max_load=(2, 2))
    assert plan_pairs(problem).pairs == ((0, 1), (1, 0), (2, 1))
    with pytest.raises(LoadsExcludeEachOther) as raised:
        plan_pairs(replace(problem, places=(3, 1, 1)))
    assert ("pair_demand.min", 0, 1.0) in raised.value.conflict


SCHOOLS = PairProblem(
    demand=(1, 1, 1),
    max_load=(2, 2, 3),
    min_load=(0, 0, 0),
    affinity=((0, 0, 0.9), (0, 2, 0.2), (1, 1, 0.8), (1, 2, 0.3), (2, 0, 0.7), (2, 2, 0.1)),
    places=(2, 1, 1),
    institution_of=(0, 0, 1),
    institution_load=(3, None),
)


def test_a_whole_chain_pairs_with_a_school_within_what_the_institution_carries() -> None:
    """Row 0 is a chain of two places; columns 0 and 1 are schools of one institution with three places in all."""
    plan = plan_pairs(SCHOOLS)
    assert plan.pairs == ((0, 0), (1, 1), (2, 2))
    assert plan_pairs(replace(SCHOOLS, institution_load=(4, None), max_load=(3, 2, 3))).pairs == (
        (0, 0),
        (1, 1),
        (2, 0),
    )


def test_nobody_pairs_with_two_schools_of_one_institution() -> None:
    plan = plan_pairs(replace(SCHOOLS, demand=(1, 2, 1)))
    assert {column for row, column in plan.pairs if row == 1} == {1, 2}
    with pytest.raises(LocksExcludeEachOther) as raised:
        plan_pairs(replace(SCHOOLS, demand=(1, 2, 1), locked=((1, 0), (1, 1))))
    assert raised.value.limits == ("pair_school",)


def test_institutions_that_carry_too_little_are_named() -> None:
    with pytest.raises(LoadsExcludeEachOther) as raised:
        plan_pairs(replace(SCHOOLS, max_load=(2, 2, 0), institution_load=(3, None)))
    assert ("pair_school.load.max", 0, 3.0) in raised.value.conflict
    assert "institution 0 at most 3" in str(raised.value)


def test_locks_that_exclude_each_other_are_named_with_what_stands_against_them() -> None:
    with pytest.raises(LocksExcludeEachOther) as raised:
        plan_pairs(replace(SMALL, locked=((0, 0), (2, 1), (1, 0))))
    assert raised.value.conflict == ((0, 0), (1, 0))
    assert raised.value.limits == ("pair_load",)
    assert str(raised.value).startswith("These locks exclude each other: row 0 with column 0, row 1 with column 0.")


def test_a_lock_that_is_forbidden_is_named_alone() -> None:
    with pytest.raises(LockCannotBeKept) as raised:
        plan_pairs(replace(SMALL, locked=((2, 1), (0, 0)), forbidden=((0, 0),)))
    assert raised.value.conflict == ((0, 0),)
    assert raised.value.limits == ("pair_forbidden",)


def test_loads_that_contradict_demands_are_named() -> None:
    with pytest.raises(LoadsExcludeEachOther) as raised:
        plan_pairs(replace(SMALL, max_load=(1, 1)))
    assert sorted(raised.value.conflict) == [
        ("pair_demand.min", 0, 1.0),
        ("pair_demand.min", 1, 1.0),
        ("pair_demand.min", 2, 1.0),
        ("pair_load.max", 0, 1.0),
        ("pair_load.max", 1, 1.0),
    ]
    assert "row 0 at least 1" in str(raised.value)


def test_the_price_of_a_pair_is_exact() -> None:
    plan = plan_pairs(SMALL)
    forced = explain_pair(SMALL, plan, row=0, column=0)
    assert (forced.forced, forced.total) == (True, pytest.approx(0.5))
    assert {reason.code for reason in forced.reasons} == {"pair_demand", "pair_load"}
    forbidden = explain_pair(SMALL, plan, row=1, column=0)
    assert (forbidden.forced, forbidden.total) == (False, pytest.approx(0.5))
    assert all(EXPLANATIONS[reason.code] % reason.params for reason in forced.reasons)
    school = explain_pair(SCHOOLS, plan_pairs(SCHOOLS), row=2, column=0)
    assert {reason.code for reason in school.reasons} == {"pair_demand", "pair_load", "pair_school.load"}
    impossible = explain_pair(replace(SMALL, forbidden=((2, 0),)), plan, row=2, column=0)
    assert (impossible.total, [reason.code for reason in impossible.reasons]) == (None, ["pair_forbidden"])


def test_nothing_demanded_nothing_paired() -> None:
    plan = plan_pairs(PairProblem(demand=(0,), max_load=(1,), min_load=(0,), affinity=(), objective="floor"))
    assert (plan.pairs, plan.total, plan.worst, plan.stopped) == ((), 0.0, 0.0, "optimal")


@pytest.mark.parametrize("objective", ["total", "floor"])
def test_cancelled_at_once_there_are_pairs_within_the_bound(objective: str) -> None:
    for seed in range(20):
        problem = random_pairs(seed, objective=objective, chains=True)
        if not any(True for _ in every_choice(problem)):
            continue
        plan = plan_pairs(problem, watch=Watch(effort=Effort(seconds=0.0), cancelled=lambda: True))
        verdict = check_pairs(problem, plan.pairs)
        assert verdict.violations == ()
        assert verdict.total == pytest.approx(plan.total)
        assert plan.total <= plan.bound + 1e-9
