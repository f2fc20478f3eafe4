"""A feasible plan to begin with: the locks and nothing else, or the conflict that makes it impossible."""

from __future__ import annotations

import numpy as np

from matchmaker.planning.arrays import Floats
from matchmaker.planning.program.highs import solve_integer
from matchmaker.planning.program.part import part_of
from matchmaker.planning.program.program import Program
from matchmaker.planning.visits.layout import Layout


def least_plan(program: Program, layout: Layout) -> Floats | None:
    """A point of the program that keeps all locks with as few visits as the limits allow; None if there is none.

    Only pairs that are locked travel, so this takes milliseconds. Without locks it is the empty plan.
    """
    wanted = np.zeros(len(layout.pair_traveller), dtype=bool)
    for lock in layout.problem.locks:
        pair = layout.pair_index(int(layout.travellers.of[lock.expert]), lock.enterprise)
        if pair is None:
            return None
        wanted[pair] = True
    free = np.ones(program.columns, dtype=bool)
    visits = wanted[layout.visit_pair]
    trips = np.zeros(layout.trips, dtype=bool)
    trips[layout.visit_trip[visits]] = True
    free[: layout.trips] = trips
    free[layout.trips : layout.trips + layout.visits] = visits
    free[layout.trips + layout.visits : layout.trips + layout.visits + layout.serves] = wanted[layout.serve_pair]
    part = part_of(program, free)
    solved = solve_integer(part.program)
    return None if solved.x is None else part.spread(solved.x, np.zeros(program.columns))
