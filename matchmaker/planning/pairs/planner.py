"""Plan pairings: from a problem to pairs with their proven bound."""

from __future__ import annotations

from dataclasses import replace

from matchmaker.planning.pairs.choice import Choice, chosen_pairs
from matchmaker.planning.pairs.conflict import pairs_conflict
from matchmaker.planning.pairs.floor import best_floor, row_ceiling, worst_of
from matchmaker.planning.values.pairs import PairPlan, PairProblem
from matchmaker.planning.watch import Watch


def plan_pairs(problem: PairProblem, *, watch: Watch | None = None) -> PairPlan:
    """The best pairs for the problem's objective, with the proven bounds on total and floor.

    Cancelled or out of time, the best pairs found so far; at least some. Deterministic while no deadline cuts it.
    Raises LocksExcludeEachOther when locked pairs cannot be kept together, LoadsExcludeEachOther when
    demands and loads contradict each other without any lock.
    """
    watch = watch or Watch()
    best = chosen_pairs(problem, watch=watch)
    if best.infeasible:
        raise pairs_conflict(problem)
    if best.pairs is None:
        best = _any_pairs(problem, best)
    if problem.objective == "floor" and best.pairs is not None:
        floor = best_floor(problem, best, watch)
        return pair_plan(problem, floor.choice, watch, floor_bound=floor.bound)
    return pair_plan(problem, best, watch, floor_bound=row_ceiling(problem))


def _any_pairs(problem: PairProblem, best: Choice) -> Choice:
    """Some pairs for whoever ran out of time before there were any; finding them takes no longer than saying no."""
    some = chosen_pairs(replace(problem, affinity=()), watch=Watch())
    if some.infeasible:
        raise pairs_conflict(problem)
    return replace(best, pairs=some.pairs)


def pair_plan(problem: PairProblem, choice: Choice, watch: Watch, *, floor_bound: float) -> PairPlan:
    """The choice with its figures in this problem."""
    value = {(row, column): worth for row, column, worth in problem.affinity}
    pairs = choice.pairs or ()
    total = sum((value.get(pair, 0.0) for pair in pairs), 0.0)
    return PairPlan(
        total=total,
        worst=worst_of(problem, choice),
        bound=max(choice.bound, total),
        floor_bound=floor_bound,
        seconds=watch.elapsed(),
        pairs=pairs,
        stopped=choice.stopped,
    )
