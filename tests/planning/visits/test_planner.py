"""The visit planner against brute force, with each rule and with all of them."""

from __future__ import annotations

import pytest

from matchmaker.planning.checker import check_visits
from matchmaker.planning.values.visits import VisitProblem
from matchmaker.planning.visits.planner import plan_visits
from matchmaker.planning.watch import Effort, Watch
from tests.planning.brute_force import best_value
from tests.planning.instances import EXTRAS, random_problem

EXACT = Effort(rounds=0, gap=0.0)


def planned_exactly(problem: VisitProblem) -> None:
    plan = plan_visits(problem, watch=Watch(effort=EXACT))
    verdict = check_visits(problem, plan.visits)
    assert verdict.violations == ()
    assert verdict.value == pytest.approx(plan.value, abs=1e-6)
    assert plan.value == pytest.approx(best_value(problem), abs=1e-6)
    assert plan.bound == pytest.approx(plan.value, abs=1e-4)


@pytest.mark.parametrize("rule", sorted(EXTRAS))
@pytest.mark.parametrize("seed", range(2))
def test_is_as_good_as_brute_force_with_one_rule(rule: str, seed: int) -> None:
    planned_exactly(random_problem(seed, rules={rule}))


@pytest.mark.parametrize("seed", range(100, 106))
def test_is_as_good_as_brute_force_with_all_rules(seed: int) -> None:
    planned_exactly(random_problem(seed, rules=EXTRAS))


@pytest.mark.parametrize("seed", range(200, 206))
def test_is_as_good_as_brute_force_without_further_rules(seed: int) -> None:
    planned_exactly(random_problem(seed))
