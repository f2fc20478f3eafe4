"""The checker of visit plans: each tampering is named, random plans are valued as by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matchmaker.planning.checker import check_visits
from matchmaker.planning.values.plans import Visit
from matchmaker.planning.values.visits import (
    Chain,
    Enterprise,
    Expert,
    Group,
    Lock,
    Need,
    PublishedVisit,
    Targets,
    VisitProblem,
    Weights,
)
from matchmaker.planning.violations import VISIT_VIOLATIONS
from tests.planning.brute_force import with_needs
from tests.planning.instances import EXTRAS, random_problem, random_visits

PROBLEM = VisitProblem(
    dates=3,
    districts=2,
    experts=(
        Expert(dates=(0, 1, 2), max_days=2, km_round_trip=(10.0, 50.0), max_visits=3),
        Expert(dates=(0, 1), max_days=1, km_round_trip=(20.0, 30.0)),
        Expert(dates=(0, 1, 2), max_days=3, km_round_trip=(20.0, 30.0)),
        Expert(dates=(0, 1, 2), max_days=3, km_round_trip=(20.0, 99.0), invited=True),
    ),
    enterprises=(
        Enterprise(district=0, dates=(0, 1, 2), max_visits=2, chains=(0,)),
        Enterprise(district=0, dates=(0, 1), max_visits=3, max_visits_per_date=2, chains=(0, 1)),
        Enterprise(district=1, dates=(0, 1, 2), max_visits=4, max_visits_per_date=3),
        Enterprise(district=0, dates=(0, 1, 2), max_visits=4, max_visits_per_date=3),
    ),
    needs=(Need(0), Need(0), Need(1), Need(2)),
    affinity=((0, 0, 0.9), (0, 2, 0.5), (1, 0, 0.8), (1, 3, 0.7), (2, 0, 0.6), (2, 2, 0.4), (2, 3, 0.2), (3, 3, 0.3)),
    weights=Weights(km=0.01, expert_day=0.1, unmet_need=1.0, district_shortfall=0.5, idle_expert=2.0),
    max_enterprises_per_trip=2,
    max_experts_per_need=2,
    district_min_covered_needs=(3, 0),
    max_km_per_trip=60.0,
    chains=(Chain(min_covered_needs=4), Chain(max_visits=1)),
    groups=(),
    escorts=((2, 2, 2), (1, 1, 1)),
    conflicts=((2, 3),),
    forbidden=((3, 0),),
    targets=Targets(experts=4, enterprises=3),
)
PLAN = (
    Visit(date=0, expert=0, enterprise=0, needs=(0,)),
    Visit(date=0, expert=0, enterprise=1, needs=(2,)),
    Visit(date=1, expert=1, enterprise=0, needs=(0,)),
    Visit(date=2, expert=2, enterprise=2),
)


def test_the_plan_is_clean_and_worth_what_it_is_by_hand() -> None:
    verdict = check_visits(PROBLEM, PLAN)
    assert verdict.violations == ()
    served = 0.9 + 0.5 + 0.8
    travel = (10 * 0.01 + 0.1) + (20 * 0.01 + 0.1) + (30 * 0.01 + 0.1)
    unmet = 2  # needs 1 and 3
    district_short, chain_short, idle, target_short = 1, 2, 1, 1  # 2 of 3; 2 of 4; expert 3; 3 of 4 experts
    value = served - travel - unmet - 0.5 * district_short - 0.5 * chain_short - 2.0 * idle - 1.0 * target_short
    assert verdict.value == pytest.approx(value)


def visit(date: int, expert: int, enterprise: int, *needs: int) -> Visit:
    return Visit(date=date, expert=expert, enterprise=enterprise, needs=needs)


TAMPERED: list[tuple[str, tuple[Visit, ...], dict[str, Any]]] = [
    ("availability.expert", (visit(2, 1, 0),), {}),
    ("availability.enterprise", (visit(2, 2, 1),), {}),
    ("trip.one_district", (visit(0, 0, 0), visit(0, 0, 2)), {}),
    ("trip.size", (visit(0, 0, 0), visit(0, 0, 1), visit(0, 0, 3)), {}),
    ("once", (visit(0, 2, 0), visit(1, 2, 0)), {}),
    ("expert_days.days", (visit(0, 1, 0), visit(1, 1, 1)), {}),
    ("expert_days.visits", (visit(0, 0, 0), visit(0, 0, 3), visit(1, 0, 1), visit(1, 0, 2)), {}),
    ("travel.too_far", (visit(0, 3, 2),), {}),
    ("hosting.per_date", (visit(0, 0, 0), visit(0, 1, 0)), {}),
    ("hosting.in_all", (visit(0, 0, 0), visit(1, 1, 0), visit(2, 2, 0)), {}),
    ("escorts", (visit(0, 1, 2), visit(0, 2, 2)), {}),
    ("chain_quota.visits", (visit(0, 0, 1), visit(1, 1, 1)), {}),
    ("district_quota.visits", (visit(0, 0, 0), visit(1, 1, 1)), {"district_max_visits": (1, None)}),
    ("conflicts", (visit(0, 2, 3),), {}),
    ("forbidden", (visit(0, 3, 0),), {}),
    ("experts_per_need.elsewhere", (visit(0, 0, 0, 2),), {}),
    ("experts_per_need.elsewhere", (visit(0, 0, 0, 99),), {}),
    ("experts_per_need.no_affinity", (visit(0, 0, 0, 1),), {}),
    ("experts_per_need.stranger", (visit(0, 1, 1),), {}),
    ("experts_per_need.twice", (visit(0, 0, 0, 0, 0),), {}),
    ("experts_per_need.experts", (visit(0, 0, 0, 0), visit(1, 1, 0, 0), visit(2, 2, 0, 0)), {}),
    ("locks", (visit(0, 0, 0),), {"locks": (Lock(0, 1),)}),
    ("locks", (visit(0, 0, 0),), {"locks": (Lock(0, 0, 1),)}),
    ("groups.together", (visit(0, 0, 0),), {"groups": (Group(members=(0, 2), leader=2),)}),
    ("groups.together", (visit(0, 0, 0), visit(1, 2, 0)), {"groups": (Group(members=(0, 2), leader=2),)}),
    ("visit.unknown", (visit(3, 0, 0),), {}),
    ("visit.unknown", (visit(0, 4, 0),), {}),
    ("visit.unknown", (visit(0, 0, -1),), {}),
]


@pytest.mark.parametrize(("code", "visits", "changes"), TAMPERED)
def test_names_the_tampering(code: str, visits: tuple[Visit, ...], changes: dict[str, Any]) -> None:
    found = check_visits(replace(PROBLEM, **changes), visits).violations
    assert code in {violation.code for violation in found}
    assert all(VISIT_VIOLATIONS[one.code] % one.about for one in found)


@pytest.mark.parametrize(
    "reason",
    [
        {"locks": (Lock(1, 1),)},
        {"published": (PublishedVisit(1, 1, 0),)},
        {"groups": (Group(members=(0, 1), leader=0),)},
    ],
)
def test_a_lock_an_announcement_or_a_fellow_of_the_group_speaks_for_a_visit(reason: dict[str, Any]) -> None:
    found = check_visits(replace(PROBLEM, **reason), (visit(0, 0, 1), visit(0, 1, 1))).violations
    assert "experts_per_need.stranger" not in {one.code for one in found}


def test_a_visiting_group_is_received_once() -> None:
    problem = replace(PROBLEM, groups=(Group(members=(0, 2), leader=0),))
    assert check_visits(problem, (visit(0, 0, 0, 0), visit(0, 2, 0, 0))).violations == ()


@pytest.mark.parametrize("seed", range(20))
def test_a_random_plan_loses_its_cleanness_by_one_visit_too_many(seed: int) -> None:
    """Random plans are maximal: whatever is added breaks a rule."""
    random = np.random.default_rng(seed)
    problem = random_problem(seed, experts=4, enterprises=4, dates=3, rules=EXTRAS - {"groups"})
    visits = with_needs(problem, [v.key for v in random_visits(problem, random)])
    assert check_visits(problem, visits).clean
    for expert in range(4):
        for enterprise in range(4):
            for date in range(3):
                more = (*visits, Visit(date=date, expert=expert, enterprise=enterprise))
                assert not check_visits(problem, more).clean


@pytest.mark.parametrize("seed", range(20))
def test_dropping_a_served_need_lowers_the_value_by_its_affinity_and_price(seed: int) -> None:
    random = np.random.default_rng(seed)
    problem = random_problem(seed, experts=4, enterprises=4)
    visits = with_needs(problem, [v.key for v in random_visits(problem, random)])
    serving = [v for v in visits if v.needs]
    if not serving:
        pytest.skip("this random plan serves nothing")
    chosen = serving[int(random.integers(len(serving)))]
    need = chosen.needs[0]
    less = tuple(replace(v, needs=v.needs[1:]) if v == chosen else v for v in visits)
    affinity = {(e, n): value for e, n, value in problem.affinity}
    alone = sum(need in v.needs for v in visits) == 1
    expected = affinity[chosen.expert, need] + (problem.weights.unmet_need if alone else 0.0)
    assert check_visits(problem, visits).value - check_visits(problem, less).value == pytest.approx(expected)
