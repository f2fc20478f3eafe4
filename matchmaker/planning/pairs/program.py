"""From a pairing problem to its program: every rule that applies."""

from __future__ import annotations

from collections.abc import Mapping

from matchmaker.planning.pairs.build import PairBuild
from matchmaker.planning.program.program import Program
from matchmaker.planning.rules import PAIR_RULES
from matchmaker.planning.values.pairs import Pair, PairProblem


def pair_program(
    problem: PairProblem, *, least: float | None = None, keep: Mapping[Pair, float] | None = None
) -> tuple[Program, PairBuild]:
    """The program with all rules; with `least`, every row sum reaches it. Locks must not be forbidden."""
    build = PairBuild(problem=problem, least=least, keep=keep or {})
    for rule in PAIR_RULES.values():
        rule.add_to(build)
    return build.assembly.build(), build
