"""Conflicts of interest: such a pair never meets. The layout makes no atoms of it, nor of a member's group."""

from __future__ import annotations

from matchmaker.locale import N_
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.values.visits import VisitProblem


def applies(problem: VisitProblem) -> bool:
    return bool(problem.conflicts)


RULE = Rule(
    name="conflicts",
    title=N_("conflicts of interest"),
    applies=applies,
    explanations={
        "conflicts": N_("Expert %(expert)s has a conflict of interest with enterprise %(enterprise)s."),
    },
)
