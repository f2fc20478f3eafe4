"""After something has changed, a schedule stays as far as that is worth it: as brute force says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from matchmaker.planning.checker import check_meetings
from matchmaker.planning.errors import LockCannotBeKept
from matchmaker.planning.meetings.planner import plan_meetings
from matchmaker.planning.meetings.replan import replan_meetings
from matchmaker.planning.values.meetings import Meeting, MeetingLock, PublishedMeeting
from matchmaker.planning.watch import Effort, Watch
from tests.planning.meetings.test_planner import BUSY, every_schedule, hall, random_meetings

EXACT = Effort(gap=0.0)


def keys(meetings: Iterable[Meeting]) -> set[PublishedMeeting]:
    return {PublishedMeeting(m.expert, m.enterprise, m.slot) for m in meetings}


@pytest.mark.parametrize("moved", [0.0, 0.3, 50.0])
def test_is_as_good_as_brute_force_where_moving_has_its_price(moved: float) -> None:
    changed = 0
    for seed in range(15):
        problem = replace(random_meetings(seed), locks=(), moved=moved)
        before = plan_meetings(problem, watch=Watch(effort=EXACT))
        if not before.meetings:
            continue
        gone = before.meetings[0].expert, before.meetings[0].enterprise
        after = replace(problem, forbidden=(*problem.forbidden, gone))
        found = replan_meetings(after, before.meetings, watch=Watch(effort=EXACT))
        verdict = check_meetings(after, found.plan.meetings)
        assert verdict.violations == ()
        assert verdict.value == pytest.approx(found.plan.value)
        assert found.plan.value <= found.plan.bound + 1e-9
        old, new = keys(before.meetings), keys(found.plan.meetings)
        assert (set(found.lost) | set(found.moved), set(found.added)) == (old - new, new - old)
        assert [(one.expert, one.enterprise) for one in found.lost] == [gone]
        assert found.cost == pytest.approx(moved * len(found.moved))
        worths = [
            check_meetings(after, meetings).value + moved * len(keys(meetings) & old)
            for meetings in every_schedule(after)
        ]
        assert verdict.value + moved * len(old & new) == pytest.approx(max(worths), abs=1e-6)
        changed += 1
    assert changed >= 8


def test_in_a_full_hall_one_absence_moves_few() -> None:
    problem = hall()
    before = plan_meetings(problem)
    away = before.meetings[0].expert
    experts = list(problem.experts)
    experts[away] = replace(experts[away], slots=experts[away].slots[5:])
    found = replan_meetings(replace(problem, experts=tuple(experts)), before.meetings)
    assert check_meetings(replace(problem, experts=tuple(experts)), found.plan.meetings).clean
    assert {one.expert for one in found.lost} == {away}
    assert len(found.moved) <= 10


def test_who_stays_in_a_slot_stays_at_the_table() -> None:
    problem = hall()
    before = plan_meetings(problem)
    shuffled = [replace(one, table=problem.tables - 1 - one.table) for one in before.meetings]
    gone = shuffled[0].expert, shuffled[0].enterprise
    found = replan_meetings(replace(problem, forbidden=(*problem.forbidden, gone)), shuffled)
    assert check_meetings(problem, found.plan.meetings).violations == ()
    old = {(one.slot, one.expert, one.enterprise): one.table for one in shuffled}
    new = {(one.slot, one.expert, one.enterprise): one.table for one in found.plan.meetings}
    stayed = old.keys() & new.keys()
    assert len(stayed) >= len(old) - 11
    assert [new[key] for key in sorted(stayed)] == [old[key] for key in sorted(stayed)]


def test_a_lock_on_what_is_given_up_is_named() -> None:
    with pytest.raises(LockCannotBeKept) as raised:
        replan_meetings(replace(BUSY, locks=(MeetingLock(0, 0),), forbidden=((0, 0),)), ())
    assert raised.value.limits == ("meeting_forbidden",)
