"""The checker of trips: each tampering is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matchmaker.planning.checker import check_trips
from matchmaker.planning.values.trips import Trip, TripEnterprise, TripInstitution, TripLock, TripProblem
from matchmaker.planning.violations import TRIP_VIOLATIONS

PROBLEM = TripProblem(
    dates=4,
    enterprises=(
        TripEnterprise(dates=(0, 1, 2, 3)),
        TripEnterprise(dates=(0, 1, 2, 3), max_trips=1),
        TripEnterprise(dates=(1, 2)),
    ),
    institutions=(
        TripInstitution(dates=(0, 1, 3), min_delegation=2, max_delegation=2, days=2, cost=0.3),
        TripInstitution(dates=(0, 1, 2, 3), max_trips=1, cost=0.1),
    ),
    affinity=((0, 0, 0.9), (1, 0, 0.8), (0, 1, 0.6), (1, 1, 0.5), (2, 1, 0.4), (2, 0, 0.2)),
    leaders=(1, 2, 2, 2),
    forbidden=((2, 1),),
    unserved=1.5,
)


def test_a_right_plan_is_clean_and_worth_what_it_is() -> None:
    verdict = check_trips(PROBLEM, (Trip(0, 0, (0, 1)), Trip(2, 1, (0,))))
    assert verdict.violations == ()
    assert verdict.value == pytest.approx(0.9 + 0.8 - 0.3 + 0.6 - 0.1 - 1.5)


@pytest.mark.parametrize(
    ("trips", "code", "changes"),
    [
        ((Trip(2, 0, (0, 1)),), "trip_dates.institution", {}),
        ((Trip(3, 0, (0, 1)),), "trip_dates.institution", {}),
        ((Trip(0, 0, (0, 2)),), "trip_dates.enterprise", {}),
        ((Trip(0, 0, (0, 1)), Trip(1, 1, (0,))), "trip_enterprise.day", {}),
        ((Trip(0, 0, (0,)),), "trip_delegation.min", {}),
        ((Trip(1, 0, (0, 1, 2)),), "trip_delegation.max", {}),
        ((Trip(0, 0, (0, 1)), Trip(2, 1, (1,))), "trip_enterprise.trips", {}),
        ((Trip(0, 1, (0,)), Trip(2, 1, (0,))), "trip_enterprise.once", {}),
        ((Trip(0, 1, (0,)), Trip(2, 1, (1,))), "trip_institution.trips", {}),
        ((Trip(0, 0, (0, 1)), Trip(1, 0, (0, 1))), "trip_institution.day", {}),
        ((Trip(0, 0, (0, 1)), Trip(0, 1, (2,))), "trip_institution.leaders", {}),
        ((Trip(0, 1, (0,)),), "trip_locks", {"locks": (TripLock(1, 1),)}),
        ((Trip(0, 1, (0,)),), "trip_locks", {"locks": (TripLock(0, 1, 2),)}),
        ((Trip(1, 1, (2,)),), "trip_forbidden", {}),
        ((Trip(0, 1, (0,)),), "trip_no_affinity", {"affinity": ((0, 0, 0.5),)}),
        ((Trip(4, 1, (0,)),), "trip.unknown", {}),
        ((Trip(0, 1, (3,)),), "trip.unknown", {}),
    ],
)
def test_names_the_tampering(trips: tuple[Trip, ...], code: str, changes: dict[str, Any]) -> None:
    found = check_trips(replace(PROBLEM, **changes), trips).violations
    assert code in {one.code for one in found}
    assert all(TRIP_VIOLATIONS[one.code] % one.about for one in found)
