"""Why this enterprise goes there, why that one does not: the price is exact, the limits bind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaker.planning.checker import check_trips
from matchmaker.planning.explanations import EXPLANATIONS
from matchmaker.planning.trips.explain import explain_trip
from matchmaker.planning.trips.planner import plan_trips
from matchmaker.planning.values.trips import TripEnterprise, TripInstitution, TripLock, TripPlan, TripProblem
from matchmaker.planning.watch import Effort, Watch
from tests.planning.trips.test_planner import every_plan, random_trips

EXACT = Effort(gap=0.0)


def planned(problem: TripProblem) -> TripPlan:
    return plan_trips(problem, watch=Watch(effort=EXACT))


@pytest.mark.parametrize("seed", range(8))
def test_the_price_is_what_brute_force_says(seed: int) -> None:
    problem = replace(random_trips(seed), locks=(), moved=0.0)
    plan = planned(problem)
    there = {(enterprise, trip.institution) for trip in plan.trips for enterprise in trip.enterprises}
    for enterprise in range(3):
        for institution in range(2):
            pair = enterprise, institution
            if pair in there:
                wanted = replace(problem, forbidden=(*problem.forbidden, pair))
            else:
                wanted = replace(problem, locks=(TripLock(*pair),))
            values = [check_trips(wanted, trips).value for trips in every_plan(wanted)]
            found = explain_trip(
                problem, plan, enterprise=enterprise, institution=institution, watch=Watch(effort=EXACT)
            )
            assert found.forced == (pair not in there)
            assert all(EXPLANATIONS[reason.code] % reason.params for reason in found.reasons)
            if values:
                assert found.price == pytest.approx(plan.value - max(values), abs=1e-6)
                assert found.at_least == pytest.approx(found.price, abs=1e-6)
            else:
                assert (found.price, found.at_least) == (None, float("inf"))
                assert found.reasons


PROBLEM = TripProblem(
    dates=2,
    enterprises=(
        TripEnterprise(dates=(0, 1), max_trips=1),
        TripEnterprise(dates=(0,)),
        TripEnterprise(dates=(0,)),
        TripEnterprise(dates=(1,)),
    ),
    institutions=(
        TripInstitution(dates=(0,), max_delegation=2, min_delegation=2),
        TripInstitution(dates=(1,), min_delegation=2),
    ),
    affinity=((0, 0, 1.9), (1, 0, 0.8), (2, 0, 0.3), (3, 0, 0.4), (3, 1, 0.5), (0, 1, 0.2)),
    forbidden=((2, 1),),
    unserved=0.0,
)


@pytest.mark.parametrize(
    ("enterprise", "institution", "codes"),
    [
        (0, 0, {"trip_reason.fits"}),
        (2, 0, {"trip_delegation.max"}),
        (3, 0, {"trip_dates.none"}),
        (3, 1, {"trip_delegation.min"}),
        (0, 1, {"trip_delegation.min", "trip_enterprise.trips"}),
        (1, 1, {"trip_reason.no_affinity", "trip_dates.none"}),
        (2, 1, {"trip_forbidden"}),
    ],
)
def test_names_what_binds(enterprise: int, institution: int, codes: set[str]) -> None:
    found = explain_trip(PROBLEM, planned(PROBLEM), enterprise=enterprise, institution=institution)
    assert {reason.code for reason in found.reasons} == codes


def test_a_locked_journey_cannot_be_given_up() -> None:
    locked = replace(PROBLEM, locks=(TripLock(2, 0, 0),))
    found = explain_trip(locked, planned(locked), enterprise=2, institution=0)
    assert (found.forced, found.price) == (False, None)
    assert "trip_reason.locked" in {reason.code for reason in found.reasons}
