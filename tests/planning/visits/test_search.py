"""The search on a problem too large for brute force: bound, progress, cancelling, determinism."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from matchmaker.planning.checker import check_visits
from matchmaker.planning.program.highs import solve_relaxation
from matchmaker.planning.values.visits import VisitProblem
from matchmaker.planning.visits.layout import lay_out
from matchmaker.planning.visits.planner import plan_visits
from matchmaker.planning.visits.program import visit_program
from matchmaker.planning.visits.relaxation import relax
from matchmaker.planning.visits.search import Search
from matchmaker.planning.visits.start import least_plan
from matchmaker.planning.watch import Effort, Progress, Watch
from tests.planning.instances import EXTRAS, random_problem


def campaign(seed: int = 1, rules: frozenset[str] = frozenset()) -> VisitProblem:
    return random_problem(seed, experts=25, enterprises=30, needs=70, dates=8, districts=4, density=0.3, rules=rules)


@pytest.mark.parametrize("rules", [frozenset[str](), EXTRAS])
def test_is_clean_and_near_its_bound(rules: frozenset[str]) -> None:
    problem = campaign(2, rules)
    plan = plan_visits(problem, watch=Watch(effort=Effort(rounds=20)))
    verdict = check_visits(problem, plan.visits)
    assert verdict.violations == ()
    assert verdict.value == pytest.approx(plan.value, abs=1e-6)
    assert plan.gap is not None
    assert plan.gap < 0.01


def test_the_relaxation_over_trips_is_the_relaxation_over_atoms() -> None:
    """Columns are complete when the proven bound meets the value of the program that has all atoms."""
    problem = campaign(3)
    program, layout = visit_program(problem)
    relaxed = relax(program, layout, start=[], watch=Watch())
    atoms = solve_relaxation(program)
    assert relaxed.converged
    assert atoms.x is not None
    assert relaxed.bound == pytest.approx(program.worth(atoms.x), rel=2e-4)
    assert relaxed.bound >= program.worth(atoms.x) - 1e-6


def test_progress_tells_a_falling_bound_and_a_rising_value() -> None:
    heard: list[Progress] = []
    plan = plan_visits(campaign(4), watch=Watch(effort=Effort(rounds=5, gap=0.0), report=heard.append))
    assert {"relaxation", "dive"} <= {progress.stage for progress in heard}
    bounds = [progress.bound for progress in heard]
    values = [progress.value for progress in heard if progress.value is not None]
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(bounds))
    assert all(later >= earlier - 1e-9 for earlier, later in pairwise(values))
    assert all(progress.seconds >= 0 for progress in heard)
    assert plan.value >= values[-1] - 1e-9


def test_cancelling_keeps_the_best_plan_so_far() -> None:
    heard: list[Progress] = []

    def cancelled() -> bool:
        return any(progress.value is not None and progress.stage == "dive" for progress in heard)

    problem = campaign(1)
    watch = Watch(effort=Effort(gap=0.0), report=heard.append, cancelled=cancelled)
    plan = plan_visits(problem, watch=watch)
    assert plan.stopped == "cancelled"
    assert plan.value == pytest.approx(heard[-1].value, abs=1e-6)
    assert plan.value < plan.bound
    assert check_visits(problem, plan.visits).clean


def test_cancelled_at_once_there_is_a_plan_with_a_bound() -> None:
    problem = campaign(1)
    plan = plan_visits(problem, watch=Watch(cancelled=lambda: True))
    assert plan.stopped == "cancelled"
    assert check_visits(problem, plan.visits).clean
    assert plan.value <= plan.bound < float("inf")


def test_a_deadline_that_is_over_still_gives_a_plan() -> None:
    problem = campaign(1)
    plan = plan_visits(problem, watch=Watch(effort=Effort(seconds=0.0)))
    assert plan.stopped == "time"
    assert check_visits(problem, plan.visits).clean


def test_the_same_seed_gives_the_same_plan_whatever_the_clock_says() -> None:
    slow = iter(range(10_000))
    first = plan_visits(campaign(2), seed=7, watch=Watch(effort=Effort(rounds=2, gap=0.0)))
    second = plan_visits(
        campaign(2), seed=7, watch=Watch(effort=Effort(rounds=2, gap=0.0), clock=lambda: float(next(slow)))
    )
    assert first.visits == second.visits
    assert (first.value, first.bound, first.stopped) == (second.value, second.bound, second.stopped)


def test_neighbourhoods_improve_a_poor_start() -> None:
    problem = random_problem(6, experts=12, enterprises=15, needs=30, dates=5, districts=3, density=0.3)
    program, layout = visit_program(problem)
    start = least_plan(program, layout)
    assert start is not None
    search = Search(program=program, layout=layout, x=start, watch=Watch(effort=Effort(gap=0.0)), seed=3)
    search._random = np.random.default_rng(3)
    search._relaxed = relax(program, layout, start=[], watch=search.watch)
    search.bound = search._relaxed.bound
    before = search.value
    search._improve(3)
    assert search.value > before + 2.0
    assert program.satisfied(search.x)


def test_a_visit_that_nothing_asks_for_is_left_out() -> None:
    for seed in range(2):
        plan = plan_visits(campaign(seed), watch=Watch(effort=Effort(rounds=0)))
        assert all(visit.needs for visit in plan.visits)


def test_a_problem_without_anything_possible_has_an_empty_plan() -> None:
    problem = random_problem(1, density=0.0)
    assert lay_out(problem).visits == 0
    plan = plan_visits(problem)
    assert plan.visits == ()
    assert plan.value == plan.bound == pytest.approx(-problem.weights.unmet_need * len(problem.needs))
    assert plan.stopped == "optimal"


def test_without_any_expert_the_targets_are_missed_and_nothing_else_happens() -> None:
    problem = replace(random_problem(1, rules={"targets"}), experts=(), affinity=())
    plan = plan_visits(problem)
    missed = {one.code: one.amount for one in plan.shortfalls if one.code.startswith("targets.")}
    assert missed == {"targets.experts": 3.0, "targets.enterprises": 4.0}
    assert plan.visits == ()


def test_after_a_deadline_during_the_relaxation_the_first_plan_comes_at_once() -> None:
    seconds = iter([0.0, 0.0, 0.0])
    plan = plan_visits(campaign(1), watch=Watch(effort=Effort(seconds=1.0), clock=lambda: next(seconds, 2.0)))
    assert plan.stopped == "time"
    assert check_visits(campaign(1), plan.visits).clean
    assert plan.value <= plan.bound < float("inf")


def test_time_is_kept_for_what_comes_after_the_search() -> None:
    watch = Watch(effort=Effort(seconds=10.0), clock=lambda: 0.0)
    watch.reserve(3.0)
    assert watch.remaining() == pytest.approx(7.0)
    watch = Watch(effort=Effort(seconds=10.0), clock=lambda: 0.0)
    watch.reserve(30.0)
    assert watch.remaining() == pytest.approx(5.0)
    endless = Watch(clock=lambda: 0.0)
    endless.reserve(30.0)
    assert endless.remaining() == float("inf")
