"""Pairing problems and results as documents."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from matchmaker.locale.render import render_error
from matchmaker.planning.errors import InvalidProblem
from matchmaker.planning.forms.pairs import pair_plan_document, read_pair_problem
from matchmaker.planning.values.pairs import PairPlan, PairProblem


def document(**changes: Any) -> dict[str, Any]:
    given = {
        "rows": 2,
        "columns": 2,
        "demand": [1, 1],
        "max_load": [1, 2],
        "min_load": [0, 1],
        "affinity": [[0, 0, 0.5], [1, 1, -0.25]],
        "forbidden": [[0, 1]],
        "locked": [[1, 1]],
        "objective": "floor",
    }
    return {**given, **changes}


def test_reads_every_field() -> None:
    schools = {"institution_of": [1, 0], "institution_load": [None, 3]}
    assert read_pair_problem(document(places=[2, 1], **schools)) == PairProblem(
        demand=(1, 1),
        max_load=(1, 2),
        min_load=(0, 1),
        affinity=((0, 0, 0.5), (1, 1, -0.25)),
        forbidden=((0, 1),),
        locked=((1, 1),),
        places=(2, 1),
        objective="floor",
        institution_of=(1, 0),
        institution_load=(None, 3),
    )


def test_reads_what_the_fields_of_a_problem_are() -> None:
    """Stored problems are the values' own fields."""
    problem = read_pair_problem(document(institution_of=[1, 0], institution_load=[None, 3]))
    assert read_pair_problem(json.loads(json.dumps(asdict(problem)))) == problem


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"rows": 3}, "demand: 2 entries stand here, 3 are needed."),
        ({"columns": 1}, "max_load: 2 entries stand here, 1 are needed."),
        ({"min_load": [0]}, "min_load: 1 entries stand here, 2 are needed."),
        ({"institution_of": [0]}, "institution_of: 1 entries stand here, 2 are needed."),
        (
            {"institution_of": [0, 1], "institution_load": [1]},
            "institution_load: 1 entries stand here, 2 are needed.",
        ),
        ({"objective": "fair"}, "objective: fair is none of these: total, floor."),
        ({"affinity": [[0, 0, "x"]]}, "affinity: 'x' is not a number."),
        ({"affinity": [[0, 0, float("inf")]]}, "affinity: inf is not a finite number."),
        ({"affinity": [[0, 0, 1], [0, 0, 2]]}, "affinity: (0, 0) stands here twice."),
        ({"locked": [[2, 0]]}, "locked: There is no number 2 here; the numbers are 0 to 1."),
        ({"demand": [1, -1]}, "demand: -1 is not a number of at least 0."),
        ({"places": [0, 1]}, "places: 0 is not a number of at least 1."),
    ],
)
def test_names_the_place_that_is_wrong(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidProblem) as raised:
        read_pair_problem(document(**changes))
    assert render_error(raised.value, locale="en") == told


def test_a_result_is_written_in_the_promised_form() -> None:
    plan = PairPlan(
        total=1.5, worst=0.5, bound=1.5, floor_bound=0.5, seconds=0.1, pairs=((0, 0), (1, 1)), stopped="optimal"
    )
    assert pair_plan_document(plan) == {
        "total": 1.5,
        "worst": 0.5,
        "bound": 1.5,
        "seconds": 0.1,
        "pairs": [[0, 0], [1, 1]],
        "floor_bound": 0.5,
        "stopped": "optimal",
    }
