"""The best pairs under a fixed floor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matchmaker.planning.pairs.program import pair_program
from matchmaker.planning.program.optimum import optimum
from matchmaker.planning.values.pairs import Pair, PairProblem
from matchmaker.planning.watch import Watch


@dataclass(frozen=True)
class Choice:
    """`pairs` None: impossible (`infeasible`) or not found in time. `bound`: no choice has a larger total."""

    pairs: tuple[Pair, ...] | None
    bound: float
    stopped: str

    @property
    def infeasible(self) -> bool:
        return self.stopped == "infeasible"


def chosen_pairs(
    problem: PairProblem,
    *,
    watch: Watch,
    least: float | None = None,
    gap: float = 0.0,
    keep: Mapping[Pair, float] | None = None,
) -> Choice:
    """The largest total, and `keep` of the pairs in it, with every row sum >= `least`, to the relative `gap`."""
    if set(problem.locked) & set(problem.forbidden):
        return Choice(pairs=None, bound=-float("inf"), stopped="infeasible")
    program, build = pair_program(problem, least=least, keep=keep)
    found = optimum(program, watch=watch, stage="pairs", gap=gap)
    if found.x is None:
        return Choice(pairs=None, bound=found.bound, stopped=found.stopped)
    chosen = np.flatnonzero(found.x > 0.5)
    pairs = tuple(zip(build.row[chosen].tolist(), build.column[chosen].tolist(), strict=True))
    return Choice(pairs=pairs, bound=found.bound, stopped=found.stopped)
