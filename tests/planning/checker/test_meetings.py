"""The checker of meetings: each tampering is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matchmaker.planning.checker import check_meetings
from matchmaker.planning.values.meetings import Meeting, MeetingLock, MeetingProblem, Party
from matchmaker.planning.violations import MEETING_VIOLATIONS

PROBLEM = MeetingProblem(
    slots=2,
    tables=2,
    experts=(Party(slots=(0, 1), min_meetings=2), Party(slots=(0,)), Party(slots=(0, 1), max_meetings=1)),
    enterprises=(Party(slots=(0, 1)), Party(slots=(0, 1), max_meetings=1), Party(slots=(0, 1), min_meetings=1)),
    affinity=((0, 0, 0.5), (0, 1, 0.6), (1, 0, 0.7), (2, 1, 0.4), (2, 0, 0.3), (2, 2, 0.2)),
    forbidden=((2, 2),),
    short=0.25,
)


def meeting(slot: int, table: int, expert: int, enterprise: int) -> Meeting:
    return Meeting(slot=slot, table=table, expert=expert, enterprise=enterprise)


def test_a_right_schedule_is_clean_and_worth_what_it_is() -> None:
    verdict = check_meetings(PROBLEM, (meeting(0, 0, 0, 1), meeting(0, 1, 1, 0)))
    assert verdict.violations == ()
    # expert 0 lacks one meeting, enterprise 2 lacks one
    assert verdict.value == pytest.approx(0.6 + 0.7 - 2 * 0.25)


@pytest.mark.parametrize(
    ("meetings", "code", "changes"),
    [
        ((meeting(0, 0, 0, 0), meeting(0, 1, 0, 1)), "meeting_presence.expert", {}),
        ((meeting(0, 0, 0, 0), meeting(0, 1, 1, 0)), "meeting_presence.enterprise", {}),
        ((meeting(1, 0, 1, 0),), "meeting_presence.expert_away", {}),
        ((meeting(0, 0, 0, 0), meeting(1, 0, 0, 0)), "meeting_presence.once", {}),
        ((meeting(0, 0, 0, 1), meeting(0, 0, 1, 0)), "meeting_tables", {}),
        ((meeting(0, 0, 2, 0), meeting(1, 0, 2, 1)), "meeting_load.max_expert", {}),
        ((meeting(0, 0, 0, 1), meeting(1, 0, 2, 1)), "meeting_load.max_enterprise", {}),
        ((meeting(0, 0, 0, 1),), "meeting_locks", {"locks": (MeetingLock(0, 0),)}),
        ((meeting(0, 0, 0, 1),), "meeting_locks", {"locks": (MeetingLock(0, 1, 1),)}),
        ((meeting(0, 0, 2, 2),), "meeting_forbidden", {}),
        ((meeting(0, 0, 1, 1),), "meeting_no_affinity", {}),
        ((meeting(2, 0, 0, 0),), "meeting.unknown", {}),
        ((meeting(0, 2, 0, 0),), "meeting.unknown", {}),
    ],
)
def test_names_the_tampering(meetings: tuple[Meeting, ...], code: str, changes: dict[str, Any]) -> None:
    found = check_meetings(replace(PROBLEM, **changes), meetings).violations
    assert code in {one.code for one in found}
    assert all(MEETING_VIOLATIONS[one.code] % one.about for one in found)
