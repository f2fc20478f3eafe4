"""Meetings against brute force; tables that experts keep; conflicts of locks that are real."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from matchmaker.planning.checker import check_meetings
from matchmaker.planning.errors import LockCannotBeKept, LocksExcludeEachOther
from matchmaker.planning.meetings.planner import plan_meetings
from matchmaker.planning.meetings.seating import seated
from matchmaker.planning.values.meetings import Meeting, MeetingLock, MeetingProblem, Party
from matchmaker.planning.watch import Effort, Watch


def random_meetings(seed: int, *, experts: int = 2, enterprises: int = 3, slots: int = 2) -> MeetingProblem:
    random = np.random.default_rng(seed)

    def party() -> Party:
        return Party(
            slots=tuple(np.flatnonzero(random.random(slots) < 0.8).tolist()),
            max_meetings=int(random.integers(1, slots + 1)) if random.random() < 0.5 else None,
            min_meetings=int(random.integers(0, 3)),
        )

    return MeetingProblem(
        slots=slots,
        tables=int(random.integers(1, experts + 1)),
        experts=tuple(party() for _ in range(experts)),
        enterprises=tuple(party() for _ in range(enterprises)),
        affinity=tuple(
            (e, i, round(float(random.uniform(0, 1)), 3))
            for e in range(experts)
            for i in range(enterprises)
            if random.random() < 0.8
        ),
        forbidden=((0, 0),) if random.random() < 0.3 else (),
        locks=(MeetingLock(0, 1),) if random.random() < 0.2 else (),
        short=float(random.choice([0.0, 0.4])),
    )


def every_schedule(problem: MeetingProblem) -> Iterator[tuple[Meeting, ...]]:
    """All schedules without a violation, by the slot (or none) of each pair."""
    pairs = sorted({(e, i) for e, i, _ in problem.affinity} | {(k.expert, k.enterprise) for k in problem.locks})
    for slots in product([None, *range(problem.slots)], repeat=len(pairs)):
        tables = [0] * problem.slots
        meetings = []
        for (expert, enterprise), slot in zip(pairs, slots, strict=True):
            if slot is not None:
                meetings.append(Meeting(slot=slot, table=tables[slot], expert=expert, enterprise=enterprise))
                tables[slot] += 1
        if check_meetings(problem, meetings).clean:
            yield tuple(meetings)


def test_is_as_good_as_brute_force() -> None:
    for seed in range(25):
        problem = random_meetings(seed)
        values = [check_meetings(problem, schedule).value for schedule in every_schedule(problem)]
        if not values:
            with pytest.raises(LocksExcludeEachOther):
                plan_meetings(problem)
            continue
        plan = plan_meetings(problem, watch=Watch(effort=Effort(gap=0.0)))
        verdict = check_meetings(problem, plan.meetings)
        assert verdict.violations == ()
        assert verdict.value == pytest.approx(plan.value)
        assert plan.value == pytest.approx(max(values), abs=1e-6)
        assert plan.bound == pytest.approx(plan.value, abs=1e-6)
        assert sum(one.cost for one in plan.shortfalls) == pytest.approx(
            sum(
                value for e, i, value in problem.affinity if (e, i) in {(m.expert, m.enterprise) for m in plan.meetings}
            )
            - plan.value
        )


def hall(experts: int = 30, enterprises: int = 60, tables: int = 30) -> MeetingProblem:
    random = np.random.default_rng(8)
    slots = 10
    return MeetingProblem(
        slots=slots,
        tables=tables,
        experts=tuple(Party(slots=tuple(range(slots)), max_meetings=8, min_meetings=2) for _ in range(experts)),
        enterprises=tuple(
            Party(slots=tuple(range(int(random.integers(0, 4)), slots)), max_meetings=3, min_meetings=1)
            for _ in range(enterprises)
        ),
        affinity=tuple(
            (e, i, round(float(random.uniform(0.1, 1)), 3))
            for e in range(experts)
            for i in range(enterprises)
            if random.random() < 0.2
        ),
    )


def test_thirty_experts_meet_sixty_enterprises() -> None:
    problem = hall()
    plan = plan_meetings(problem)
    verdict = check_meetings(problem, plan.meetings)
    assert verdict.violations == ()
    assert verdict.value == pytest.approx(plan.value)
    assert plan.gap is not None
    assert plan.gap <= 1e-3
    assert len(plan.meetings) > 140
    assert sum(len(plan.of_table(table)) for table in range(30)) == len(plan.meetings)
    assert sum(len(plan.of_enterprise(enterprise)) for enterprise in range(60)) == len(plan.meetings)
    for expert in range(30):
        mine = plan.of_expert(expert)
        assert [meeting.slot for meeting in mine] == sorted({meeting.slot for meeting in mine})
        assert len({meeting.table for meeting in mine}) <= 1


def test_too_few_tables_are_shared_without_meeting_twice() -> None:
    random = np.random.default_rng(3)
    for _ in range(20):
        tables = 4
        appointments = [
            (slot, int(expert), int(random.integers(9)))
            for slot in range(6)
            for expert in random.choice(8, size=int(random.integers(0, tables + 1)), replace=False)
        ]
        meetings = seated(appointments, tables)
        assert sorted((m.slot, m.expert, m.enterprise) for m in meetings) == sorted(appointments)
        assert len({(m.slot, m.table) for m in meetings}) == len(meetings)
        assert all(0 <= m.table < tables for m in meetings)


def test_cancelled_at_once_the_locks_are_kept() -> None:
    problem = replace(hall(), locks=(MeetingLock(0, 0, 5), MeetingLock(3, 4)))
    plan = plan_meetings(problem, watch=Watch(cancelled=lambda: True))
    assert check_meetings(problem, plan.meetings).clean
    assert plan.value <= plan.bound


BUSY = MeetingProblem(
    slots=2,
    tables=1,
    experts=(Party(slots=(0, 1)), Party(slots=(0,))),
    enterprises=(Party(slots=(0, 1)), Party(slots=(0, 1))),
    affinity=((0, 0, 0.5), (0, 1, 0.6), (1, 0, 0.7)),
)


@pytest.mark.parametrize(
    ("locks", "conflict", "limits"),
    [
        ((MeetingLock(0, 0, 0), MeetingLock(0, 1, 0)), None, ()),
        (
            (MeetingLock(0, 1), MeetingLock(0, 0, 0), MeetingLock(1, 0)),
            (MeetingLock(0, 0, 0), MeetingLock(1, 0)),
            ("meeting_presence",),
        ),
        ((MeetingLock(0, 0), MeetingLock(0, 1), MeetingLock(1, 0)), None, ("meeting_tables",)),
    ],
)
def test_locks_that_exclude_each_other_are_named(
    locks: tuple[MeetingLock, ...], conflict: tuple[MeetingLock, ...] | None, limits: tuple[str, ...]
) -> None:
    with pytest.raises(LocksExcludeEachOther) as raised:
        plan_meetings(replace(BUSY, locks=locks))
    assert raised.value.conflict == (conflict or locks)
    assert raised.value.limits == limits


def test_a_lock_of_somebody_who_is_away_cannot_be_kept() -> None:
    with pytest.raises(LockCannotBeKept) as raised:
        plan_meetings(replace(BUSY, locks=(MeetingLock(0, 1), MeetingLock(1, 0, 1))))
    assert raised.value.conflict == (MeetingLock(1, 0, 1),)
    assert str(raised.value) == "This lock cannot be kept at all: expert 1 with enterprise 0 in slot 1. Give it up."
