"""The price of forcing or forbidding a pair, and the limits that bind."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from matchmaker.planning.errors import LoadsExcludeEachOther, LocksExcludeEachOther
from matchmaker.planning.pairs.program import pair_program
from matchmaker.planning.pairs.replan import replan_pairs
from matchmaker.planning.program.limits import limits_against
from matchmaker.planning.values.explanations import PairExplanation, Reason
from matchmaker.planning.values.pairs import Pair, PairPlan, PairProblem
from matchmaker.planning.watch import Watch


def explain_pair(
    problem: PairProblem,
    plan: PairPlan,
    *,
    row: int,
    column: int,
    kept: Collection[Pair] | None = None,
    moved: float = 0.0,
    watch: Watch | None = None,
) -> PairExplanation:
    """What the plan would lose without this pair, or with it if it has it not.

    Each pair among `kept` (None: all of the plan) that the other way takes away is charged `moved`; 0 gives the exact
    price.
    """
    there = (row, column) in plan.pairs
    if there:
        wanted = replace(problem, forbidden=(*problem.forbidden, (row, column)))
    else:
        wanted = replace(problem, locked=(*problem.locked, (row, column)))
    reasons = () if there else _reasons(problem, plan.pairs, row, column)
    try:
        instead = replan_pairs(wanted, plan.pairs if kept is None else kept, moved=moved, watch=watch)
    except (LocksExcludeEachOther, LoadsExcludeEachOther):
        return PairExplanation(not there, None, None, at_least=float("inf"), reasons=reasons, instead=None)
    return PairExplanation(
        forced=not there,
        total=plan.total - instead.plan.total,
        worst=plan.worst - instead.plan.worst,
        at_least=plan.total - instead.plan.bound,
        reasons=reasons,
        instead=instead,
    )


def _reasons(problem: PairProblem, pairs: Sequence[Pair], row: int, column: int) -> tuple[Reason, ...]:
    """The limits that one more pair in the plan would break."""
    if (row, column) in problem.forbidden:
        return (Reason("pair_forbidden", {"row": row, "column": column}),)
    program, build = pair_program(problem)
    number = {pair: k for k, pair in enumerate(zip(build.row.tolist(), build.column.tolist(), strict=True))}
    x = np.zeros(program.columns)
    x[[number[pair] for pair in pairs]] = 1.0
    return tuple(Reason(code, about) for code, about in limits_against(program, x, (number[row, column],)))
