"""Plan pairings anew after something has changed: what is published stays as far as that is worth it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from matchmaker.planning.pairs.choice import Choice, chosen_pairs
from matchmaker.planning.pairs.conflict import pairs_conflict
from matchmaker.planning.pairs.floor import NEARNESS, best_floor, row_ceiling, worst_of
from matchmaker.planning.pairs.planner import pair_plan, plan_pairs
from matchmaker.planning.values.pairs import Pair, PairProblem, PairReplan
from matchmaker.planning.watch import Watch


def replan_pairs(
    problem: PairProblem, published: Collection[Pair], *, moved: float = 0.5, watch: Watch | None = None
) -> PairReplan:
    """The best pairs when each published pair that is not kept costs `moved`, in units of affinity.

    `problem` has changed already: a rejected pair is forbidden, who left demands nothing. For the objective "floor" no
    row falls below the worst row sum of what is published, nor below the best floor where that is lower now. Raises
    what `plan_pairs` raises.
    """
    watch = watch or Watch()
    promised = set(published)
    least, ceiling = _least(problem, promised, watch)
    best = chosen_pairs(problem, least=least, keep=dict.fromkeys(promised, moved), watch=watch)
    if best.infeasible:
        raise pairs_conflict(problem)
    if best.pairs is None:
        best = replace(best, pairs=plan_pairs(problem, watch=watch).pairs)
    plain = chosen_pairs(problem, least=least, watch=watch)
    plan = pair_plan(problem, Choice(best.pairs, plain.bound, best.stopped), watch, floor_bound=ceiling)
    lost = promised & set(problem.forbidden)
    gone = promised - set(plan.pairs) - lost
    return PairReplan(
        plan=plan,
        lost=tuple(sorted(lost)),
        moved=tuple(sorted(gone)),
        added=tuple(sorted(set(plan.pairs) - promised)),
        cost=moved * len(gone),
    )


def _least(problem: PairProblem, promised: set[Pair], watch: Watch) -> tuple[float | None, float]:
    """What every row sum must reach (None: nothing), and the floor that no pairs exceed."""
    ceiling = row_ceiling(problem)
    if problem.objective != "floor":
        return None, ceiling
    start = chosen_pairs(problem, watch=watch)
    if start.infeasible:
        raise pairs_conflict(problem)
    floor = best_floor(problem, start, watch)
    near = NEARNESS * (max((abs(value) for _, _, value in problem.affinity), default=1.0) or 1.0)
    before = worst_of(problem, Choice(tuple(promised), floor.bound, ""))
    return min(before, worst_of(problem, floor.choice)) - near, floor.bound
