"""Plan meetings: from a problem to a schedule with its proven bound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from matchmaker.planning.arrays import Floats
from matchmaker.planning.meetings.build import MeetingBuild
from matchmaker.planning.meetings.conflict import locks_alone, meetings_conflict
from matchmaker.planning.meetings.program import meeting_program
from matchmaker.planning.meetings.seating import seated
from matchmaker.planning.program.optimum import Optimum, optimum
from matchmaker.planning.program.program import Program
from matchmaker.planning.program.shortfalls import shortfalls_of
from matchmaker.planning.values.meetings import Meeting, MeetingPlan, MeetingProblem
from matchmaker.planning.watch import Watch

SHORT_CODES = ("meeting_load.min_expert", "meeting_load.min_enterprise")


def plan_meetings(problem: MeetingProblem, *, watch: Watch | None = None) -> MeetingPlan:
    """The best meetings found within the watch's effort; tables are given out so that experts stay where they are.

    Deterministic while no deadline cuts it. Raises LocksExcludeEachOther when locked meetings cannot all take place;
    everything else has a plan, perhaps an empty one. Published meetings do not matter here (see `replan`).
    """
    watch = watch or Watch()
    plain = replace(problem, published=())
    program, build = meeting_program(plain)
    x, found = best_meetings(program, build, watch)
    return meeting_plan(program, build, x, bound=found.bound, seconds=watch.elapsed(), stopped=found.stopped)


def best_meetings(program: Program, build: MeetingBuild, watch: Watch) -> tuple[Floats, Optimum]:
    """The best point found, at least the locked meetings alone; raises LocksExcludeEachOther without any."""
    start = locks_alone(program, build)
    if start is None:
        raise meetings_conflict(build.problem)
    found = optimum(program, watch=watch, stage="meetings", gap=watch.effort.gap)
    return (start if found.x is None else found.x), found


def meeting_plan(
    program: Program,
    build: MeetingBuild,
    x: Floats,
    *,
    bound: float,
    seconds: float,
    stopped: str,
    announced: Iterable[Meeting] = (),
) -> MeetingPlan:
    """The point as a schedule, with its value in this program. Who stays in an `announced` slot keeps its table."""
    meetings = np.flatnonzero(x[: len(build.pair)] > 0.5)
    appointments = zip(
        build.slot[meetings].tolist(), build.expert[meetings].tolist(), build.enterprise[meetings].tolist(), strict=True
    )
    return MeetingPlan(
        value=program.worth(x),
        bound=max(bound, program.worth(x)),
        seconds=seconds,
        meetings=seated(appointments, build.problem.tables, taken=announced),
        shortfalls=shortfalls_of(program, x, SHORT_CODES),
        stopped=stopped,
    )
