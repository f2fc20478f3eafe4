"""Improvement by neighbourhoods: two at a time are solved as integer programs, what fits together is kept.

A large neighbourhood search (Shaw 1998) whose repair is exact; the size adapts to what the solver manages
(Ropke and Pisinger 2006 adapt which neighbourhood is used; here chance chooses).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from matchmaker.planning.arrays import Flags, Floats
from matchmaker.planning.program.highs import Solved, solve_integer
from matchmaker.planning.program.part import Part, part_of
from matchmaker.planning.visits.master import Master
from matchmaker.planning.visits.neighbourhoods import NEIGHBOURHOODS, Scene, freed
from matchmaker.planning.visits.prices import Prices
from matchmaker.planning.watch import Watch

WORKERS = 2
WORK = 200
# of all the time, for one neighbourhood: on a busy machine `WORK` may take too long
LONGEST = 0.08
SMALLEST, FIRST_SIZE, LARGEST = 200, 1_000, 6_000


@dataclass
class Improver:
    """Holds the plan x in the master and improves it round by round. Deterministic by seed while no time runs out."""

    master: Master
    prices: Prices
    x: Floats
    watch: Watch
    random: np.random.Generator
    size: int = FIRST_SIZE

    @property
    def value(self) -> float:
        return self.master.program.worth(self.x)

    def rounds(self, most: int, bound: float) -> None:
        """Improve until the gap to `bound` is reached, or time or rounds are over."""
        with ThreadPoolExecutor(WORKERS) as pool:
            for _ in range(most):
                if self.watch.over() or self.watch.reached(self.value, bound):
                    break
                self._round(pool)
                self.watch.tell("improvement", self.value, bound)

    def _round(self, pool: ThreadPoolExecutor) -> None:
        scene = Scene(self.master, self.prices, self.x, self.size, self.random)
        kinds = [list(NEIGHBOURHOODS.values())[self.random.integers(len(NEIGHBOURHOODS))] for _ in range(WORKERS)]
        parts = [self._part(kind(scene)) for kind in kinds]
        solved = list(pool.map(self._solve, parts))
        self._adapt(solved)
        found = sorted(
            (part.spread(one.x, self.x) for part, one in zip(parts, solved, strict=True) if one.x is not None),
            key=self.master.program.worth,
            reverse=True,
        )
        for candidate in found:
            self._take(candidate)

    def _part(self, trips: Flags) -> Part:
        return part_of(self.master.program, freed(self.master, trips), self.x)

    def _solve(self, part: Part) -> Solved:
        return solve_integer(
            part.program,
            work=WORK,
            seconds=self.watch.share(LONGEST),
            stop=self.watch.cancelled,
        )

    def _adapt(self, solved: list[Solved]) -> None:
        """Larger neighbourhoods when they are easy, smaller ones when the work does not suffice."""
        hard = sum(one.status != "kOptimal" for one in solved)
        factor = {0: 1.08, 1: 0.95}.get(hard, 0.8)
        self.size = int(min(max(self.size * factor, SMALLEST), LARGEST))

    def _take(self, candidate: Floats) -> None:
        """Move to the candidate if it is better and still fits after the round's other moves."""
        program = self.master.program
        rounded = np.where(program.integer, np.round(candidate), candidate)
        if program.worth(rounded) > self.value + 1e-9 and program.satisfied(rounded):
            self.x = rounded
