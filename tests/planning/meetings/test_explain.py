"""Why these two meet, why those do not: the price is exact, the limits bind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaker.planning.checker import check_meetings
from matchmaker.planning.explanations import EXPLANATIONS
from matchmaker.planning.meetings.explain import explain_meeting
from matchmaker.planning.meetings.planner import plan_meetings
from matchmaker.planning.values.meetings import MeetingLock, MeetingPlan, MeetingProblem, Party
from matchmaker.planning.watch import Effort, Watch
from tests.planning.meetings.test_planner import every_schedule, random_meetings

EXACT = Effort(gap=0.0)


def planned(problem: MeetingProblem) -> MeetingPlan:
    return plan_meetings(problem, watch=Watch(effort=EXACT))


@pytest.mark.parametrize("seed", range(8))
def test_the_price_is_what_brute_force_says(seed: int) -> None:
    problem = replace(random_meetings(seed), locks=(), moved=0.0)
    plan = planned(problem)
    there = {(meeting.expert, meeting.enterprise) for meeting in plan.meetings}
    for expert in range(2):
        for enterprise in range(3):
            pair = expert, enterprise
            if pair in there:
                wanted = replace(problem, forbidden=(*problem.forbidden, pair))
            else:
                wanted = replace(problem, locks=(MeetingLock(*pair),))
            values = [check_meetings(wanted, meetings).value for meetings in every_schedule(wanted)]
            found = explain_meeting(problem, plan, expert=expert, enterprise=enterprise, watch=Watch(effort=EXACT))
            assert found.forced == (pair not in there)
            assert all(EXPLANATIONS[reason.code] % reason.params for reason in found.reasons)
            if values:
                assert found.price == pytest.approx(plan.value - max(values), abs=1e-6)
                assert found.at_least == pytest.approx(found.price, abs=1e-6)
            else:
                assert (found.price, found.at_least) == (None, float("inf"))
                assert found.reasons


PROBLEM = MeetingProblem(
    slots=2,
    tables=2,
    experts=(Party(slots=(0, 1), max_meetings=1), Party(slots=(0,)), Party(slots=(1,))),
    enterprises=(Party(slots=(0, 1)), Party(slots=(0,)), Party(slots=(0, 1))),
    affinity=((0, 0, 0.9), (0, 1, 0.2), (1, 1, 0.7), (1, 2, 0.6), (2, 0, 0.5)),
    forbidden=((2, 2),),
)


@pytest.mark.parametrize(
    ("expert", "enterprise", "slot", "codes"),
    [
        (0, 0, None, {"meeting_reason.fits"}),
        (0, 1, None, {"meeting_presence.enterprise", "meeting_load.max_expert", "meeting_tables"}),
        (1, 2, None, {"meeting_presence.expert", "meeting_tables"}),
        (1, 2, 1, {"meeting_reason.no_common_slot"}),
        (2, 1, None, {"meeting_reason.no_affinity", "meeting_reason.no_common_slot"}),
        (2, 2, None, {"meeting_forbidden"}),
    ],
)
def test_names_what_binds(expert: int, enterprise: int, slot: int | None, codes: set[str]) -> None:
    crowded = replace(PROBLEM, tables=1)
    plan = planned(replace(crowded, locks=(MeetingLock(0, 0, 1), MeetingLock(1, 1, 0))))
    found = explain_meeting(crowded, plan, expert=expert, enterprise=enterprise, slot=slot)
    assert {reason.code for reason in found.reasons} == codes


def test_a_locked_meeting_cannot_be_given_up() -> None:
    locked = replace(PROBLEM, locks=(MeetingLock(0, 1),))
    found = explain_meeting(locked, planned(locked), expert=0, enterprise=1)
    assert (found.forced, found.price) == (False, None)
    assert "meeting_reason.locked" in {reason.code for reason in found.reasons}
