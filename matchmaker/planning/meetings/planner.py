"""Plan meetings: from a problem to a schedule with its proven bound."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matchmaker.planning.arrays import Floats, ints
from matchmaker.planning.conflict import irreducible
from matchmaker.planning.errors import LocksExcludeEachOther, locks_exclude
from matchmaker.planning.meetings.build import MeetingBuild
from matchmaker.planning.meetings.program import meeting_program
from matchmaker.planning.meetings.seating import seated
from matchmaker.planning.program.highs import solve_integer
from matchmaker.planning.program.optimum import optimum
from matchmaker.planning.program.part import part_of
from matchmaker.planning.program.program import Program
from matchmaker.planning.program.shortfalls import shortfalls_of
from matchmaker.planning.values.meetings import MeetingLock, MeetingPlan, MeetingProblem
from matchmaker.planning.watch import Watch

SHORT_CODES = ("meeting_load.min_expert", "meeting_load.min_enterprise")


def plan_meetings(problem: MeetingProblem, *, watch: Watch | None = None) -> MeetingPlan:
    """The best meetings found within the watch's effort; tables are given out so that experts stay where they are.

    Deterministic while no deadline cuts it. Raises LocksExcludeEachOther when locked meetings cannot all take place;
    everything else has a plan, perhaps an empty one.
    """
    watch = watch or Watch()
    program, build = meeting_program(problem)
    start = _locks_alone(program, build)
    if start is None:
        raise _conflict(problem)
    found = optimum(program, watch=watch, stage="meetings", gap=watch.effort.gap)
    x = start if found.x is None else found.x
    meetings = np.flatnonzero(x[: len(build.pair)] > 0.5)
    appointments = zip(
        build.slot[meetings].tolist(), build.expert[meetings].tolist(), build.enterprise[meetings].tolist(), strict=True
    )
    return MeetingPlan(
        value=program.worth(x),
        bound=max(found.bound, program.worth(x)),
        seconds=watch.elapsed(),
        meetings=seated(appointments, problem.tables),
        shortfalls=shortfalls_of(program, x, SHORT_CODES),
        stopped=found.stopped,
    )


def _locks_alone(program: Program, build: MeetingBuild) -> Floats | None:
    """A point with the locked meetings and no others; None if they cannot all take place."""
    width = max(len(build.problem.enterprises), 1)
    locked = ints(lock.expert * width + lock.enterprise for lock in build.problem.locks)
    free = np.ones(program.columns, dtype=bool)
    free[: len(build.pair)] = np.isin(build.expert * width + build.enterprise, locked)
    part = part_of(program, free)
    solved = solve_integer(part.program)
    return None if solved.x is None else part.spread(solved.x, np.zeros(program.columns))


def _conflict(problem: MeetingProblem) -> LocksExcludeEachOther:
    """An irreducible set of locks that exclude each other."""
    bare = replace(problem, affinity=(), short=0.0)

    def feasible(locks: tuple[MeetingLock, ...]) -> bool:
        return _locks_alone(*meeting_program(replace(bare, locks=locks))) is not None

    conflict = irreducible(tuple(dict.fromkeys(problem.locks)), feasible)
    return locks_exclude(conflict, limits=())
