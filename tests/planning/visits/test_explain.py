"""Why this pair, why not that one: the price is real, the limits bind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaker.planning.checker import check_visits
from matchmaker.planning.explanations import EXPLANATIONS
from matchmaker.planning.values.visits import Enterprise, Expert, Group, Lock, Need, VisitProblem
from matchmaker.planning.visits.explain import explain_visit
from matchmaker.planning.visits.planner import plan_visits
from matchmaker.planning.watch import Effort, Watch
from tests.planning.brute_force import best_value
from tests.planning.instances import random_problem

EXACT = Effort(rounds=0, gap=0.0)

PROBLEM = VisitProblem(
    dates=2,
    districts=2,
    experts=(
        Expert(dates=(0, 1), max_days=1, km_round_trip=(10.0, 10.0)),
        Expert(dates=(0, 1), max_days=2, km_round_trip=(10.0, 10.0)),
        Expert(dates=(1,), max_days=2, km_round_trip=(10.0, 90.0)),
    ),
    enterprises=(
        Enterprise(district=0, dates=(0, 1), max_visits=1, max_visits_per_date=2),
        Enterprise(district=1, dates=(0, 1), max_visits=2, max_visits_per_date=2),
        Enterprise(district=1, dates=(0,), max_visits=2),
    ),
    needs=(Need(0), Need(1), Need(2)),
    affinity=((0, 0, 0.9), (0, 1, 0.2), (1, 0, 0.5), (1, 1, 0.8), (1, 2, 0.6)),
    max_experts_per_need=1,
)


def codes(problem: VisitProblem, expert: int, enterprise: int, date: int | None = None) -> set[str]:
    plan = plan_visits(problem, watch=Watch(effort=EXACT))
    found = explain_visit(problem, plan.visits, expert=expert, enterprise=enterprise, date=date)
    for reason in found.reasons:
        assert EXPLANATIONS[reason.code] % reason.params
    return {reason.code for reason in found.reasons}


def test_names_the_limits_that_stand_against_a_visit() -> None:
    assert codes(PROBLEM, 1, 0) == {"hosting.in_all", "reason.better_served"}
    assert codes(PROBLEM, 0, 1) == {"expert_days.days", "reason.better_served"}
    assert codes(PROBLEM, 2, 2) == {"availability.no_common_date"}
    assert codes(PROBLEM, 1, 2, date=1) == {"availability.enterprise"}
    assert codes(PROBLEM, 2, 1, date=0) == {"availability.expert"}
    assert codes(PROBLEM, 2, 1) == {"reason.no_affinity"}
    assert codes(replace(PROBLEM, forbidden=((1, 0),)), 1, 0) == {"forbidden"}
    assert codes(replace(PROBLEM, conflicts=((1, 0),)), 1, 0) == {"conflicts"}
    assert codes(replace(PROBLEM, max_km_per_trip=50.0), 2, 1) == {"travel.too_far"}


def test_a_group_is_barred_by_any_of_its_members() -> None:
    problem = replace(PROBLEM, groups=(Group(members=(0, 1), leader=0),), conflicts=((1, 2),))
    assert codes(problem, 0, 2) == {"conflicts"}


def test_tells_what_a_visit_is_good_for() -> None:
    assert codes(PROBLEM, 0, 0) == {"reason.serves", "reason.only_one"}
    assert codes(replace(PROBLEM, locks=(Lock(2, 0),)), 2, 0) == {"reason.locked"}


def test_an_impossible_visit_has_no_price() -> None:
    plan = plan_visits(PROBLEM, watch=Watch(effort=EXACT))
    found = explain_visit(PROBLEM, plan.visits, expert=2, enterprise=2)
    assert (found.forced, found.price, found.instead, found.at_least) == (True, None, None, float("inf"))


@pytest.mark.parametrize("seed", range(6))
def test_the_price_is_what_brute_force_says(seed: int) -> None:
    """On problems so small that the neighbourhood is everything."""
    problem = random_problem(seed, experts=3, enterprises=3, needs=5, dates=2)
    plan = plan_visits(problem, watch=Watch(effort=EXACT))
    there = {(visit.expert, visit.enterprise) for visit in plan.visits}
    for expert in range(3):
        for enterprise in range(3):
            pair = expert, enterprise
            wanted = replace(problem, forbidden=(pair,)) if pair in there else replace(problem, locks=(Lock(*pair),))
            best = best_value(wanted)
            found = explain_visit(problem, plan.visits, expert=expert, enterprise=enterprise)
            assert found.forced == (pair not in there)
            if best is None:
                assert found.price is None
                continue
            assert found.price == pytest.approx(plan.value - best, abs=1e-3)
            assert found.price >= found.at_least - 1e-6
            assert sum(found.parts.values()) == pytest.approx(-found.price, abs=1e-6)
            assert found.instead is not None
            assert check_visits(wanted, found.instead.plan.visits).clean
