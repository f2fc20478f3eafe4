"""From a visit problem to its program: the layout, and every rule that applies."""

from __future__ import annotations

from dataclasses import replace

from matchmaker.planning.program.program import Program
from matchmaker.planning.rules import VISIT_RULES
from matchmaker.planning.values.visits import VisitProblem
from matchmaker.planning.visits.build import Build
from matchmaker.planning.visits.layout import Layout, lay_out


def visit_program(problem: VisitProblem) -> tuple[Program, Layout]:
    """The program with all rules, over the layout's atoms (trips, visits, serves, then slacks)."""
    build = Build(problem=problem, layout=lay_out(problem))
    for rule in VISIT_RULES.values():
        rule.add_to(build)
    return build.assembly.build(), build.layout


def without_published(problem: VisitProblem) -> VisitProblem:
    """The problem whose program measures a plan's value: nothing is owed to what was published."""
    return replace(problem, published=())
