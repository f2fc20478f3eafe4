"""Plan meetings: from a problem to a schedule with its proven bound."""

from __future__ import annotations

import numpy as np

from matchmaker.planning.meetings.conflict import locks_alone, meetings_conflict
from matchmaker.planning.meetings.program import meeting_program
from matchmaker.planning.meetings.seating import seated
from matchmaker.planning.program.optimum import optimum
from matchmaker.planning.program.shortfalls import shortfalls_of
from matchmaker.planning.values.meetings import MeetingPlan, MeetingProblem
from matchmaker.planning.watch import Watch

SHORT_CODES = ("meeting_load.min_expert", "meeting_load.min_enterprise")


def plan_meetings(problem: MeetingProblem, *, watch: Watch | None = None) -> MeetingPlan:
    """The best meetings found within the watch's effort; tables are given out so that experts stay where they are.

    Deterministic while no deadline cuts it. Raises LocksExcludeEachOther when locked meetings cannot all take place;
    everything else has a plan, perhaps an empty one.
    """
    watch = watch or Watch()
    program, build = meeting_program(problem)
    start = locks_alone(program, build)
    if start is None:
        raise meetings_conflict(problem)
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
