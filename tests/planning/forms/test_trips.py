"""Trip problems and plans as documents."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from matchmaker.locale.render import render_error
from matchmaker.planning.errors import InvalidProblem
from matchmaker.planning.forms.trips import read_trip_problem, trip_lock_document, trip_plan_document
from matchmaker.planning.values.trips import (
    PublishedSeat,
    Trip,
    TripEnterprise,
    TripInstitution,
    TripLock,
    TripPlan,
    TripProblem,
)


def document(**changes: Any) -> dict[str, Any]:
    host = {"dates": [0], "min_delegation": 2, "max_delegation": 4, "max_trips": 1, "days": 2, "cost": 0.5}
    given = {
        "dates": 3,
        "enterprises": [{"dates": [0, 1], "max_trips": 2}, {"dates": [2]}],
        "institutions": [host, {"dates": [1, 2]}],
        "affinity": [[0, 0, 0.5]],
        "leaders": [1, 2, 3],
        "locks": [{"enterprise": 1, "institution": 1, "date": 2}],
        "forbidden": [[1, 0]],
        "unserved": 2,
        "target": 2,
        "target_shortfall": 0.25,
        "published": [{"enterprise": 0, "institution": 0, "date": 1}],
        "moved": 0.75,
    }
    return {**given, **changes}


def test_reads_what_the_fields_of_a_problem_are() -> None:
    """Stored problems are the values' own fields."""
    problem = read_trip_problem(document())
    assert read_trip_problem(json.loads(json.dumps(asdict(problem)))) == problem


def test_reads_every_field() -> None:
    assert read_trip_problem(document()) == TripProblem(
        dates=3,
        enterprises=(TripEnterprise(dates=(0, 1), max_trips=2), TripEnterprise(dates=(2,))),
        institutions=(
            TripInstitution(dates=(0,), min_delegation=2, max_delegation=4, max_trips=1, days=2, cost=0.5),
            TripInstitution(dates=(1, 2)),
        ),
        affinity=((0, 0, 0.5),),
        leaders=(1, 2, 3),
        locks=(TripLock(1, 1, 2),),
        forbidden=((1, 0),),
        unserved=2.0,
        target=2,
        target_shortfall=0.25,
        published=(PublishedSeat(0, 0, 1),),
        moved=0.75,
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"leaders": [1]}, "leaders: 1 entries stand here, 3 are needed."),
        (
            {"institutions": [{"dates": [0], "min_delegation": 3, "max_delegation": 2}]},
            "institutions[0].max_delegation: 2 is not a number of at least 3.",
        ),
        ({"enterprises": [{}]}, "enterprises[0].dates: This field is missing."),
        ({"affinity": [[0, 2, 1]]}, "affinity: There is no number 2 here; the numbers are 0 to 1."),
    ],
)
def test_names_the_place_that_is_wrong(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidProblem) as raised:
        read_trip_problem(document(**changes))
    assert render_error(raised.value, locale="en") == told


def test_a_plan_is_written_trip_by_trip() -> None:
    plan = TripPlan(value=1.0, bound=2.0, seconds=0.5, trips=(Trip(0, 1, (2, 3)),), stopped="time")
    written = trip_plan_document(plan)
    assert written["trips"] == [{"date": 0, "institution": 1, "enterprises": [2, 3]}]
    assert (written["value"], written["bound"], written["gap"], written["stopped"]) == (1.0, 2.0, 1.0, "time")


def test_a_lock_is_written_with_its_date_if_it_has_one() -> None:
    assert trip_lock_document(TripLock(1, 2)) == {"enterprise": 1, "institution": 2}
    assert trip_lock_document(TripLock(1, 2, 0)) == {"enterprise": 1, "institution": 2, "date": 0}
