"""A quick plan without any bound: the most profitable trip first, as long as a trip is a profit.

Gains only fall as needs are served, so an old gain is a limit for the new one: trips wait in a heap and are valued
anew when they come to the top (Minoux 1978). It is what the search starts from, and what it is compared with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heapify, heappop, heapreplace

import numpy as np

from matchmaker.planning.arrays import Floats, starts_of
from matchmaker.planning.program.program import Program
from matchmaker.planning.visits.layout import Layout

LEAST_GAIN = 1e-9


def greedy_plan(program: Program, layout: Layout, start: Floats) -> Floats:
    """A point with the visits of `start`, which must be feasible, and more; needs are not given out yet (`settled`)."""
    return _Greedy(program, layout, start.copy()).run()


@dataclass
class _Greedy:
    program: Program
    layout: Layout
    x: Floats
    used: Floats = field(init=False)
    served: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        layout, program = self.layout, self.program
        atoms = layout.trips + layout.visits
        self.x[atoms:] = 0.0
        self.used = program.activity(self.x)
        self._columns = program.by_column
        self._limits = np.where(program.outer_row, program.row_upper, np.inf)
        self._serves = _serves_of_pairs(layout)
        self._order = np.argsort(layout.visit_trip, kind="stable")
        self._starts = starts_of(layout.visit_trip[self._order], layout.trips)
        self._price = self._prices_of_needs()
        self.served = defaultdict(int)
        for visit in np.flatnonzero(self.x[layout.trips : atoms] > 0.5).tolist():
            self._serve(visit)

    def run(self) -> Floats:
        heap = [(-self._trip(trip)[0], trip) for trip in range(self.layout.trips)]
        heapify(heap)
        while heap and -heap[0][0] > LEAST_GAIN:
            promised, trip = heap[0]
            gain, visits = self._trip(trip)
            if gain < -promised - LEAST_GAIN:
                heapreplace(heap, (-gain, trip))
                continue
            heappop(heap)
            for visit in visits:
                self._take(visit)
        return self.x

    def _trip(self, trip: int) -> tuple[float, list[int]]:
        """What this trip would gain now, and the visits that it would make; those it makes already stay."""
        layout, there = self.layout, self.x[trip] > 0.5
        if not there and not self._fits((trip,)):
            return -np.inf, []
        mine = self._order[self._starts[trip] : self._starts[trip + 1]].tolist()
        planned = [visit for visit in mine if self.x[layout.trips + visit] > 0.5]
        offers = sorted(((self._visit(v), v) for v in mine if v not in planned), reverse=True)
        room = layout.problem.max_enterprises_per_trip - len(planned)
        chosen: list[int] = []
        gain = 0.0 if there else float(self.program.cost[trip])
        for worth, visit in offers:
            if worth <= LEAST_GAIN or len(chosen) >= room:
                break
            columns = (layout.trips + visit, *(layout.trips + v for v in chosen), *(() if there else (trip,)))
            if self._fits(columns):
                chosen.append(visit)
                gain += worth
        return (gain, chosen) if chosen else (-np.inf, [])

    def _visit(self, visit: int) -> float:
        """What the needs served on this visit are worth, given who serves them already."""
        worth = float(self.program.cost[self.layout.trips + visit])
        for need, value in self._serves[int(self.layout.visit_pair[visit])]:
            if self.served[need] < self.layout.problem.max_experts_per_need:
                worth += value + (self._price[need] if self.served[need] == 0 else 0.0)
        return worth

    def _fits(self, columns: tuple[int, ...]) -> bool:
        """Whether the plan keeps its limits with these columns more."""
        more: dict[int, float] = defaultdict(float)
        for row, value in self._entries(columns):
            more[row] += value
        return all(self.used[row] + value <= self._limits[row] + LEAST_GAIN for row, value in more.items() if value > 0)

    def _entries(self, columns: tuple[int, ...]) -> Iterator[tuple[int, float]]:
        starts, rows, values = self._columns
        for column in columns:
            inside = slice(starts[column], starts[column + 1])
            yield from zip(rows[inside].tolist(), values[inside].tolist(), strict=True)

    def _take(self, visit: int) -> None:
        trip, column = int(self.layout.visit_trip[visit]), self.layout.trips + visit
        new = (column,) if self.x[trip] > 0.5 else (column, trip)
        for row, value in self._entries(new):
            self.used[row] += value
        self.x[list(new)] = 1.0
        self._serve(visit)

    def _serve(self, visit: int) -> None:
        for need, _ in self._serves[int(self.layout.visit_pair[visit])]:
            self.served[need] += 1

    def _prices_of_needs(self) -> list[float]:
        """What it costs at most that nobody serves a need: its own price and what its quotas miss."""
        problem = self.layout.problem
        weights, floors = problem.weights, problem.district_min_covered_needs
        prices = []
        for need in problem.needs:
            host = problem.enterprises[need.enterprise]
            price = weights.unmet_need
            price += weights.district_shortfall if floors and floors[host.district] else 0.0
            price += weights.chain_shortfall * sum(problem.chains[c].min_covered_needs > 0 for c in host.chains)
            prices.append(price)
        return prices


def _serves_of_pairs(layout: Layout) -> list[list[tuple[int, float]]]:
    """For each pair, (need, value) of what it could serve; one entry for each member of a group."""
    serves: list[list[tuple[int, float]]] = [[] for _ in layout.pair_traveller]
    triples = zip(layout.serve_pair.tolist(), layout.serve_need.tolist(), layout.serve_value.tolist(), strict=True)
    for pair, need, value in triples:
        serves[pair].append((need, value))
    return serves
