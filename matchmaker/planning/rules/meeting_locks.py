"""Must: locked meetings, in their slot if they have one."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import Ints, ints
from matchmaker.planning.meetings.build import MeetingBuild
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.values.meetings import MeetingLock, MeetingProblem


def applies(problem: MeetingProblem) -> bool:
    return bool(problem.locks)


def constraint(build: MeetingBuild) -> None:
    """The meetings that would keep a lock >= 1."""
    locks = build.problem.locks
    keeping = [_keeping(build, lock) for lock in locks]
    build.assembly.add_rows(
        "meeting_locks",
        count=len(locks),
        entries=((np.repeat(np.arange(len(locks)), ints(map(len, keeping))), np.concatenate(keeping), 1.0),),
        lower=1.0,
        names=("lock",),
        keys=np.arange(len(locks)),
    )


def _keeping(build: MeetingBuild, lock: MeetingLock) -> Ints:
    mine = (build.expert == lock.expert) & (build.enterprise == lock.enterprise)
    if lock.slot is not None:
        mine &= build.slot == lock.slot
    return np.flatnonzero(mine)


RULE = Rule(
    name="meeting_locks",
    title=N_("locked meetings"),
    applies=applies,
    constraint=constraint,
    explanations={"meeting_locks": N_("Lock %(lock)s must be kept.")},
)
