"""The synthetic campaigns: near the proven bound in the time that a person waits, clean, little moved afterwards."""

from __future__ import annotations

import time
from dataclasses import replace
from statistics import median

import numpy as np
import pytest

from matchmaker.planning.checker import check_visits
from matchmaker.planning.values.changes import Rejection
from matchmaker.planning.values.plans import VisitPlan
from matchmaker.planning.visits.planner import plan_visits
from matchmaker.planning.visits.replan import replan_visits
from matchmaker.planning.watch import MANY_ROUNDS, Effort, Watch
from tests.planning.data import needs_data, visit_problem

pytestmark = [needs_data, pytest.mark.data, pytest.mark.slow]


@pytest.fixture(scope="module")
def published() -> VisitPlan:
    return plan_visits(visit_problem("1"))


@pytest.mark.parametrize(("name", "least"), [("1", 388.5), ("2", 389.5)])
def test_a_campaign_of_300_needs_is_within_three_thousandths(name: str, least: float) -> None:
    problem = visit_problem(name)
    plan = plan_visits(problem, watch=Watch(effort=Effort(seconds=18)))
    verdict = check_visits(problem, plan.visits)
    assert verdict.violations == ()
    assert verdict.value == pytest.approx(plan.value, abs=1e-6)
    assert plan.value >= least
    assert plan.gap is not None
    assert plan.gap <= 0.003


def test_a_campaign_of_900_needs_is_within_a_hundredth() -> None:
    problem = visit_problem("large")
    plan = plan_visits(problem, watch=Watch(effort=Effort(seconds=85, rounds=MANY_ROUNDS)))
    verdict = check_visits(problem, plan.visits)
    assert verdict.violations == ()
    assert verdict.value == pytest.approx(plan.value, abs=1e-6)
    assert plan.gap is not None
    assert plan.gap <= 0.01


def test_the_optimum_of_the_first_is_proven(published: VisitPlan) -> None:
    plan = plan_visits(visit_problem("1"), watch=Watch(effort=Effort(gap=0.0)))
    assert plan.stopped == "optimal"
    assert plan.value == pytest.approx(388.725921, abs=1e-5)
    assert published.value <= plan.value + 1e-9


def test_after_a_rejection_an_answer_comes_at_once_and_little_moves(published: VisitPlan) -> None:
    problem = visit_problem("1")
    seconds, moved = [], []
    for place in np.random.default_rng(0).choice(len(published.visits), size=20, replace=False).tolist():
        visit = published.visits[place]
        began = time.perf_counter()
        found = replan_visits(problem, published.visits, [Rejection(visit.expert, visit.enterprise)]).best
        seconds.append(time.perf_counter() - began)
        after = replace(problem, forbidden=((visit.expert, visit.enterprise),))
        assert check_visits(after, found.plan.visits).clean
        moved.append(len(found.moved))
    assert median(moved) <= 1
    assert median(seconds) <= 2.0
