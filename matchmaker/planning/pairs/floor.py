"""The best floor: the largest possible worst row sum, found exactly."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from matchmaker.planning.pairs.build import allowed_table, value_table
from matchmaker.planning.pairs.choice import Choice, chosen_pairs
from matchmaker.planning.values.pairs import PairProblem
from matchmaker.planning.watch import Watch

NEARNESS = 1e-9


ANY = 0.5


@dataclass(frozen=True)
class Floor:
    """`choice`: pairs with the largest total among those that reach the floor `bound`, which no pairs exceed.

    If time ran out first, `choice` reaches less.
    """

    choice: Choice
    bound: float


def best_floor(problem: PairProblem, start: Choice, watch: Watch) -> Floor:
    """First what each row could reach alone: mostly one hard row decides, and it can have what it likes best.

    If that is too much, bisection over fixed floors down to NEARNESS of the affinities' size, then the total.
    """
    near = NEARNESS * (max((abs(value) for _, _, value in problem.affinity), default=1.0) or 1.0)
    high = row_ceiling(problem)
    best = chosen_pairs(problem, least=high - near, watch=watch)
    if not best.infeasible:
        return Floor(choice=best if best.pairs is not None else start, bound=high)
    low = worst_of(problem, start)
    while high - low > near and not watch.over():
        ask = (low + high) / 2
        found = chosen_pairs(problem, least=ask, watch=watch, gap=ANY)
        if found.infeasible:
            high = ask
        elif found.pairs is None:
            break
        else:
            low = max(ask, worst_of(problem, found))
        watch.tell("floor", low, high)
    best = chosen_pairs(problem, least=low - near, watch=watch)
    return Floor(choice=best if best.pairs is not None else start, bound=high)


def row_ceiling(problem: PairProblem) -> float:
    """The smallest, over the rows, of the best sum that a row could have with all columns to itself."""
    values, allowed = value_table(problem), allowed_table(problem)
    locked = defaultdict(set)
    for row, column in problem.locked:
        locked[row].add(column)
    ceilings = []
    for row, demand in enumerate(problem.demand):
        if demand:
            held = sorted(locked[row])
            free = allowed[row].copy()
            free[held] = False
            rest = np.sort(values[row][free])[::-1][: demand - len(held)]
            ceilings.append(float(values[row][held].sum() + rest.sum()))
    return min(ceilings, default=0.0)


def worst_of(problem: PairProblem, choice: Choice) -> float:
    """The smallest row sum, over rows that demand something; 0 without any."""
    values, sums = value_table(problem), np.zeros(problem.rows)
    for row, column in choice.pairs or ():
        sums[row] += values[row, column]
    return min((float(sums[row]) for row, demand in enumerate(problem.demand) if demand), default=0.0)
