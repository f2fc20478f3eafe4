"""From a pairing problem to its program: every rule that applies."""

from __future__ import annotations

from matchmaker.planning.pairs.build import PairBuild
from matchmaker.planning.program.program import Program
from matchmaker.planning.rules import PAIR_RULES
from matchmaker.planning.values.pairs import PairProblem


def pair_program(problem: PairProblem, *, least: float | None = None) -> tuple[Program, PairBuild]:
    """The program with all rules; with `least`, every row sum reaches it. Locks must not be forbidden."""
    build = PairBuild(problem=problem, least=least)
    for rule in PAIR_RULES.values():
        rule.add_to(build)
    return build.assembly.build(), build
