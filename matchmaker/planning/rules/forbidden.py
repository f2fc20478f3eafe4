"""Must not: pairs that the organizers rule out. The layout makes no atoms of them, nor of a member's group."""

from __future__ import annotations

from matchmaker.locale import N_
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.values.visits import VisitProblem


def applies(problem: VisitProblem) -> bool:
    return bool(problem.forbidden)


RULE = Rule(
    name="forbidden",
    title=N_("forbidden pairs"),
    applies=applies,
    explanations={"forbidden": N_("Expert %(expert)s must not visit enterprise %(enterprise)s.")},
)
