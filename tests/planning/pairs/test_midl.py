"""The public MIDL'18 matrix: the exact optima that are known for it."""

from __future__ import annotations

import time

import pytest

from matchmaker.planning.checker import check_pairs
from matchmaker.planning.pairs.planner import plan_pairs
from matchmaker.planning.values.pairs import Objective
from tests.planning.data import midl, needs_data

pytestmark = [needs_data, pytest.mark.data]


@pytest.mark.parametrize(
    ("min_load", "objective", "total", "worst"),
    [
        (0, "total", 201.8849, 0.9033),
        (0, "floor", 201.7687, 0.9448),
        (1, "total", 186.46, 0.0),
        (1, "floor", 184.10, 0.9448),
    ],
)
def test_reaches_the_proven_optimum(min_load: int, objective: Objective, total: float, worst: float) -> None:
    problem = midl(min_load=min_load, objective=objective)
    used = time.process_time()
    plan = plan_pairs(problem)
    used = time.process_time() - used
    verdict = check_pairs(problem, plan.pairs)
    assert verdict.violations == ()
    assert verdict.total == pytest.approx(plan.total)
    assert plan.total == pytest.approx(total, abs=0.5 * 10 ** -len(str(total).partition(".")[2]))
    assert plan.worst == pytest.approx(worst, abs=5e-5)
    assert plan.bound == pytest.approx(plan.total, abs=1e-6)
    assert plan.stopped == "optimal"
    if objective == "floor":
        assert plan.floor_bound == pytest.approx(plan.worst, abs=1e-8)
    assert used < (1.0 if objective == "total" else 5.0)
