"""Published meetings cost to move: each one that the plan keeps is worth `moved`.

The worth is the program's only; a plan's value does not count it.
"""

from __future__ import annotations

from matchmaker.locale import N_
from matchmaker.planning.arrays import floats
from matchmaker.planning.meetings.build import MeetingBuild
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.values.meetings import MeetingProblem


def applies(problem: MeetingProblem) -> bool:
    return bool(problem.published)


def objective(build: MeetingBuild) -> None:
    """`moved` for each meeting that was published and is still possible in its slot."""
    promised = {(one.expert, one.enterprise, one.slot) for one in build.problem.published}
    keys = zip(build.expert.tolist(), build.enterprise.tolist(), build.slot.tolist(), strict=True)
    kept = floats(float(key in promised) for key in keys)
    build.assembly.add_cost(build.meetings, build.problem.moved * kept)


RULE = Rule(name="meeting_continuity", title=N_("published meetings stay"), applies=applies, objective=objective)
