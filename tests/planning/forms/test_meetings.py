"""Meeting problems and schedules as documents."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from matchmaker.locale.render import render_error
from matchmaker.planning.errors import InvalidProblem
from matchmaker.planning.forms.meetings import meeting_lock_document, meeting_plan_document, read_meeting_problem
from matchmaker.planning.values.meetings import (
    Meeting,
    MeetingLock,
    MeetingPlan,
    MeetingProblem,
    Party,
    PublishedMeeting,
)


def document(**changes: Any) -> dict[str, Any]:
    given = {
        "slots": 3,
        "tables": 2,
        "experts": [{}, {"slots": [0, 2], "max_meetings": 1, "min_meetings": 1}],
        "enterprises": [{"slots": [1]}],
        "affinity": [[0, 0, 0.5]],
        "locks": [{"expert": 1, "enterprise": 0, "slot": 2}, {"expert": 0, "enterprise": 0}],
        "forbidden": [[1, 0]],
        "short": 0.5,
        "published": [{"expert": 0, "enterprise": 0, "slot": 1}],
        "moved": 0.75,
    }
    return {**given, **changes}


def test_reads_what_the_fields_of_a_problem_are() -> None:
    """Stored problems are the values' own fields."""
    problem = read_meeting_problem(document())
    assert read_meeting_problem(json.loads(json.dumps(asdict(problem)))) == problem


def test_reads_every_field() -> None:
    assert read_meeting_problem(document()) == MeetingProblem(
        slots=3,
        tables=2,
        experts=(Party(slots=(0, 1, 2)), Party(slots=(0, 2), max_meetings=1, min_meetings=1)),
        enterprises=(Party(slots=(1,)),),
        affinity=((0, 0, 0.5),),
        locks=(MeetingLock(1, 0, 2), MeetingLock(0, 0)),
        forbidden=((1, 0),),
        short=0.5,
        published=(PublishedMeeting(0, 0, 1),),
        moved=0.75,
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"experts": [{"slots": [3]}]}, "experts[0].slots: There is no number 3 here; the numbers are 0 to 2."),
        ({"tables": -1}, "tables: -1 is not a number of at least 0."),
        ({"affinity": [[0, 1, 0.5]]}, "affinity: There is no number 1 here; the numbers are 0 to 0."),
        ({"affinity": [[0, 0, -1]]}, "affinity: -1.0 is not a number of at least 0."),
        (
            {"locks": [{"expert": 0, "enterprise": 0, "slot": 3}]},
            "locks[0].slot: There is no number 3 here; the numbers are 0 to 2.",
        ),
        ({"enterprises": {}}, "enterprises: {} is not a list."),
    ],
)
def test_names_the_place_that_is_wrong(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidProblem) as raised:
        read_meeting_problem(document(**changes))
    assert render_error(raised.value, locale="en") == told


def test_a_schedule_is_written_for_tables_experts_and_enterprises() -> None:
    first, second = Meeting(0, 1, 0, 0), Meeting(1, 0, 1, 0)
    plan = MeetingPlan(value=1.0, bound=1.0, seconds=0.5, meetings=(first, second), stopped="optimal")
    one, two = (
        {"slot": m.slot, "table": m.table, "expert": m.expert, "enterprise": m.enterprise} for m in (first, second)
    )
    written = meeting_plan_document(plan)
    assert written["meetings"] == [one, two]
    assert written["by_table"] == {0: [two], 1: [one]}
    assert written["by_expert"] == {0: [one], 1: [two]}
    assert written["by_enterprise"] == {0: [one, two]}
    assert (written["value"], written["bound"], written["gap"], written["stopped"]) == (1.0, 1.0, 0.0, "optimal")


def test_a_lock_is_written_with_its_slot_if_it_has_one() -> None:
    assert meeting_lock_document(MeetingLock(1, 2)) == {"expert": 1, "enterprise": 2}
    assert meeting_lock_document(MeetingLock(1, 2, 0)) == {"expert": 1, "enterprise": 2, "slot": 0}
