"""The exact price of forcing or forbidding a pair, and the limits that bind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matchmaker.planning.errors import LoadsExcludeEachOther, LocksExcludeEachOther
from matchmaker.planning.pairs.planner import plan_pairs
from matchmaker.planning.values.explanations import PairExplanation, Reason
from matchmaker.planning.values.pairs import Pair, PairPlan, PairProblem
from matchmaker.planning.watch import Watch


def explain_pair(
    problem: PairProblem, plan: PairPlan, *, row: int, column: int, watch: Watch | None = None
) -> PairExplanation:
    """What the plan would lose without this pair, or with it if it has it not, by planning again."""
    there = (row, column) in plan.pairs
    if there:
        wanted = replace(problem, forbidden=(*problem.forbidden, (row, column)))
    else:
        wanted = replace(problem, locked=(*problem.locked, (row, column)))
    reasons = () if there else _reasons(problem, plan.pairs, row, column)
    try:
        instead = plan_pairs(wanted, watch=watch)
    except (LocksExcludeEachOther, LoadsExcludeEachOther):
        return PairExplanation(forced=not there, total=None, worst=None, reasons=reasons)
    return PairExplanation(
        forced=not there, total=plan.total - instead.total, worst=plan.worst - instead.worst, reasons=reasons
    )


def _reasons(problem: PairProblem, pairs: Sequence[Pair], row: int, column: int) -> tuple[Reason, ...]:
    """The limits that one more pair in the plan would break."""
    if (row, column) in problem.forbidden:
        return (Reason("pair_forbidden", {"row": row, "column": column}),)
    places = problem.places or (1,) * problem.rows
    load = sum(places[other] for other, where in pairs if where == column)
    found = [Reason("pair_demand", {"row": row, "limit": problem.demand[row]})]
    if load + places[row] > problem.max_load[column]:
        found.append(Reason("pair_load", {"column": column, "limit": problem.max_load[column]}))
    return tuple(found)
