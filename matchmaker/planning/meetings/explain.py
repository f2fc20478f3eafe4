"""The price of forcing or forbidding a meeting, by planning near it, and the limits that bind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.adjusting import adjusted
from matchmaker.planning.arrays import Floats
from matchmaker.planning.meetings.build import MeetingBuild
from matchmaker.planning.meetings.program import meeting_program
from matchmaker.planning.meetings.replan import replan_meetings
from matchmaker.planning.program.limits import limits_against
from matchmaker.planning.values.explanations import Adjustment, Reason
from matchmaker.planning.values.meetings import Meeting, MeetingLock, MeetingPlan, MeetingProblem, MeetingReplan
from matchmaker.planning.watch import Watch

MEETING_REASONS: dict[str, str] = {
    "meeting_reason.no_affinity": N_("Expert %(expert)s fits no need of enterprise %(enterprise)s."),
    "meeting_reason.no_common_slot": N_("Expert %(expert)s and enterprise %(enterprise)s have no common slot."),
    "meeting_reason.locked": N_("The meeting of expert %(expert)s and enterprise %(enterprise)s is locked."),
    "meeting_reason.fits": N_("Expert %(expert)s and enterprise %(enterprise)s fit each other by %(value).3f."),
}


def explain_meeting(
    problem: MeetingProblem,
    plan: MeetingPlan,
    *,
    expert: int,
    enterprise: int,
    slot: int | None = None,
    watch: Watch | None = None,
) -> Adjustment[MeetingReplan]:
    """Why these two meet in the plan, or why they do not (in this slot, if one is given).

    Each meeting that the other way moves is charged `problem.moved`; 0 gives the exact price.
    """
    pair = expert, enterprise
    there = any((m.expert, m.enterprise) == pair and slot in (None, m.slot) for m in plan.meetings)
    if there:
        wanted = replace(problem, forbidden=(*problem.forbidden, pair))
        reasons = tuple(_reasons_for(problem, *pair))
    else:
        wanted = replace(problem, locks=(*problem.locks, MeetingLock(expert, enterprise, slot)))
        reasons = tuple(_reasons_against(problem, plan.meetings, expert, enterprise, slot))
    return adjusted(
        forced=not there,
        value=plan.value,
        reasons=reasons,
        replan=lambda: replan_meetings(wanted, plan.meetings, watch=watch),
    )


def _reasons_for(problem: MeetingProblem, expert: int, enterprise: int) -> Iterator[Reason]:
    about = {"expert": expert, "enterprise": enterprise}
    if any((lock.expert, lock.enterprise) == (expert, enterprise) for lock in problem.locks):
        yield Reason("meeting_reason.locked", about)
    for e, other, value in problem.affinity:
        if (e, other) == (expert, enterprise):
            yield Reason("meeting_reason.fits", {**about, "value": value})


def _reasons_against(
    problem: MeetingProblem, meetings: tuple[Meeting, ...], expert: int, enterprise: int, slot: int | None
) -> Iterator[Reason]:
    """What the plan would break with this meeting in it, in the slot in which it would break the least."""
    about = {"expert": expert, "enterprise": enterprise}
    if (expert, enterprise) in problem.forbidden:
        yield Reason("meeting_forbidden", about)
        return
    if (expert, enterprise) not in {(e, other) for e, other, _ in problem.affinity}:
        yield Reason("meeting_reason.no_affinity", about)
    # a lock without a slot puts the pair into the program, whatever it is worth
    program, build = meeting_program(replace(problem, locks=(*problem.locks, MeetingLock(expert, enterprise))))
    possible = (build.expert == expert) & (build.enterprise == enterprise)
    if slot is not None:
        possible &= build.slot == slot
    x = _point(build, program.columns, meetings)
    options = [limits_against(program, x, (column,)) for column in np.flatnonzero(possible).tolist()]
    if not options:
        yield Reason("meeting_reason.no_common_slot", about)
        return
    yield from (Reason(code, params) for code, params in min(options, key=len))


def _point(build: MeetingBuild, columns: int, meetings: tuple[Meeting, ...]) -> Floats:
    """The point of the program that these meetings are; slacks are left at 0, they limit nothing from above."""
    planned = {(m.expert, m.enterprise, m.slot) for m in meetings}
    keys = zip(build.expert.tolist(), build.enterprise.tolist(), build.slot.tolist(), strict=True)
    x = np.zeros(columns)
    x[: len(build.pair)] = [float(key in planned) for key in keys]
    return x
