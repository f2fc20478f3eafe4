"""Visiting groups (走访组): members travel together or not at all.

The layout makes one traveller of a group: its dates are those on which all members are free, its days the fewest of
a member. So no rows are needed; a visit of the group becomes a visit of each member in the plan.
"""

from __future__ import annotations

from matchmaker.locale import N_
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.values.visits import VisitProblem


def applies(problem: VisitProblem) -> bool:
    return bool(problem.groups)


RULE = Rule(
    name="groups",
    title=N_("visiting groups travel together"),
    applies=applies,
    explanations={"groups.together": N_("Expert %(expert)s travels only with the visiting group %(group)s.")},
)
