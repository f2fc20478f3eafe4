"""Exact pricing of day trips: given row duals, the best trip of every (traveller, date, district).

Inside a trip the choice is only "one to k of these visits", so the best trip is the trip's own price plus the largest
prices of its visits: sorting prices all trips exactly, and with them a proven bound
(Lagrangian relaxation of all rows that tie trips together; Dantzig and Wolfe 1960, Geoffrion 1974).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matchmaker.planning.arrays import Floats, rank_within, total_per
from matchmaker.planning.program.certificate import box_term, proper_duals, reduced_costs, rows_term
from matchmaker.planning.program.program import Program
from matchmaker.planning.visits.layout import Layout

SERVING_ROWS = "experts_per_need.visit"


@dataclass(frozen=True)
class Prices:
    """`trip`, `visit`: reduced values of the atoms. `best`: value of the best trip of each (traveller, date, district);
    a trip has at least one visit. `bound`: what no plan can exceed."""

    trip: Floats
    visit: Floats
    best: Floats
    bound: float


def price(program: Program, layout: Layout, duals: Floats) -> Prices:
    """Prices under `duals` (float64[rows] of the whole program; rows inside trips are left out of it)."""
    outer = np.where(program.outer_row, proper_duals(program, duals), 0.0)
    reduced = reduced_costs(program, outer)
    first, last = layout.trips, layout.trips + layout.visits
    trip, visit = reduced[:first], reduced[first:last]
    best = trip + best_visits(layout, visit)
    rest = reduced.copy()
    rest[:last] = 0.0
    bound = rows_term(program, outer) + float(np.maximum(best, 0.0).sum()) + box_term(program, rest)
    return Prices(trip=trip, visit=visit, best=best, bound=bound)


def best_visits(layout: Layout, visit: Floats) -> Floats:
    """For each trip, its largest visit price, and the next k - 1 as far as they are positive."""
    order = np.lexsort((-visit, layout.visit_trip))
    trip, gain = layout.visit_trip[order], visit[order]
    rank = rank_within(trip)
    chosen = (rank == 0) | ((rank < layout.problem.max_enterprises_per_trip) & (gain > 0))
    return total_per(trip[chosen], gain[chosen], layout.trips)


def serving_duals(program: Program, layout: Layout, duals: Floats) -> Floats:
    """`duals`, but for the rows that tie serves to visits the best choice given all others: the serve's whole worth."""
    family = program.family(SERVING_ROWS)
    others = np.where(program.outer_row, proper_duals(program, duals), 0.0)
    others[family.first : family.last] = 0.0
    first = layout.trips + layout.visits
    worth = np.maximum(reduced_costs(program, others)[first : first + layout.serves], 0.0)
    completed = duals.copy()
    completed[family.first : family.last] = worth
    return completed
