"""A feasible plan to begin with: the locks, and of what is published as much as is still possible."""

from __future__ import annotations

import numpy as np

from matchmaker.planning.arrays import Flags, Floats
from matchmaker.planning.program.highs import solve_integer
from matchmaker.planning.program.part import part_of
from matchmaker.planning.program.program import Program
from matchmaker.planning.visits.decode import visit_atoms
from matchmaker.planning.visits.layout import Layout


def least_plan(program: Program, layout: Layout) -> Floats | None:
    """A point of the program that keeps all locks, and the published visits that it pays to keep; None without any.

    Only locked pairs and published visits are in it, so this takes milliseconds. Without either it is the empty plan.
    """
    wanted = np.zeros(len(layout.pair_traveller), dtype=bool)
    for lock in layout.problem.locks:
        pair = layout.pair_index(int(layout.travellers.of[lock.expert]), lock.enterprise)
        if pair is None:
            return None
        wanted[pair] = True
    published = visit_atoms(layout, {(v.expert, v.enterprise, v.date) for v in layout.problem.published})
    visits = wanted[layout.visit_pair] | (published[layout.trips :] > 0)
    part = part_of(program, visits_free(program, layout, visits))
    solved = solve_integer(part.program)
    return None if solved.x is None else part.spread(solved.x, np.zeros(program.columns))


def visits_free(program: Program, layout: Layout, visits: Flags) -> Flags:
    """The columns that are free with these visit atoms: their trips, the serves of their pairs, all slacks."""
    free = np.ones(program.columns, dtype=bool)
    trips = np.zeros(layout.trips, dtype=bool)
    trips[layout.visit_trip[visits]] = True
    pairs = np.zeros(len(layout.pair_traveller), dtype=bool)
    pairs[layout.visit_pair[visits]] = True
    first, last = layout.trips + layout.visits, layout.trips + layout.visits + layout.serves
    free[: layout.trips] = trips
    free[layout.trips : first] = visits
    free[first:last] = pairs[layout.serve_pair]
    return free
