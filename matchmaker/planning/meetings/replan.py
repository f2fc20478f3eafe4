"""Plan a meeting anew after something has changed: what is published stays as far as that is worth it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matchmaker.planning.meetings.planner import best_meetings, meeting_plan
from matchmaker.planning.meetings.program import meeting_program
from matchmaker.planning.program.optimum import relaxed_bound
from matchmaker.planning.values.meetings import Meeting, MeetingProblem, MeetingReplan, PublishedMeeting
from matchmaker.planning.watch import Watch


def replan_meetings(
    problem: MeetingProblem, published: Sequence[Meeting], *, watch: Watch | None = None
) -> MeetingReplan:
    """The best schedule when each published meeting that does not keep its slot costs `problem.moved`.

    `problem` has changed already: a rejected pair is forbidden, who is away has fewer slots. The whole schedule is
    solved at once, since it is small enough for that. Raises LocksExcludeEachOther when the changes break a lock.
    """
    watch = watch or Watch()
    promised = {PublishedMeeting(m.expert, m.enterprise, m.slot) for m in published}
    after = replace(problem, published=tuple(sorted(promised)))
    program, build = meeting_program(after)
    x, found = best_meetings(program, build, watch)
    plain, _ = meeting_program(replace(after, published=()))
    possible = set(zip(build.expert.tolist(), build.enterprise.tolist(), build.slot.tolist(), strict=True))
    bound = min(found.bound, relaxed_bound(plain, watch))
    plan = meeting_plan(
        plain, build, x, bound=bound, seconds=watch.elapsed(), stopped=found.stopped, announced=published
    )
    planned = {PublishedMeeting(m.expert, m.enterprise, m.slot) for m in plan.meetings}
    lost = {one for one in promised if (one.expert, one.enterprise, one.slot) not in possible}
    moved = promised - planned - lost
    return MeetingReplan(
        plan=plan,
        lost=tuple(sorted(lost)),
        moved=tuple(sorted(moved)),
        added=tuple(sorted(planned - promised)),
        cost=problem.moved * len(moved),
    )
