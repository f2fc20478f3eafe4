"""Must not: pairs that never meet. They are no columns of the program, so no rows are needed."""

from __future__ import annotations

from matchmaker.locale import N_
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.values.meetings import MeetingProblem


def applies(problem: MeetingProblem) -> bool:
    return bool(problem.forbidden)


RULE = Rule(
    name="meeting_forbidden",
    title=N_("forbidden meetings"),
    applies=applies,
    explanations={"meeting_forbidden": N_("Expert %(expert)s and enterprise %(enterprise)s must not meet.")},
)
