"""The relaxation over all day trips: columns are added until exact pricing proves that they suffice.

First duals come from a first-order method (PDLP, Applegate et al. 2021) on the atoms. They are near the optimum and
prove a bound by themselves, so that mostly no round of pricing is left. A round solves the program over the columns by
simplex and prices all trips at a point between the best duals and the new ones (Ben-Ameur and Neto 2007: "in-out"),
because the duals of a program with few columns are far from any that suit all trips.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matchmaker.planning.arrays import Floats
from matchmaker.planning.program.highs import Relaxation, require_solved, solve_relaxation
from matchmaker.planning.program.program import Program
from matchmaker.planning.visits.columns import Choice, best_choices, good_choices
from matchmaker.planning.visits.layout import Layout
from matchmaker.planning.visits.master import Master, empty_master, master_with
from matchmaker.planning.visits.prices import Prices, price, serving_duals
from matchmaker.planning.watch import Watch

# of the first duals: on small programs rounds of pricing are cheaper than exactness
COARSE, FINE = 1e-3, 1e-4
SMALL_PROGRAM = 40_000
# of the time that is left, whatever the duals are by then: a plan from poor duals is better than none
FIRST_SHARE = 0.5
CLOSE = 1e-4
EPSILON = 1e-7
MOST_COLUMNS = 40_000
MOST_ROUNDS = 60


@dataclass(frozen=True)
class Relaxed:
    """The master, its fractional point, the prices that prove `bound`, and whether columns are still missing.

    `converged`: the master's own value is within CLOSE of the bound.
    """

    master: Master
    x: Floats
    prices: Prices
    bound: float
    converged: bool


def relax(program: Program, layout: Layout, *, start: list[Choice], watch: Watch) -> Relaxed:
    """Solve the relaxation over all day trips. `start`: columns of a feasible plan (empty if doing nothing is one).

    When the watch is over on the way, the bound is as proven as ever but weaker, and the point may be 0.
    """
    duals = _first_duals(program, watch)
    prices = price(program, layout, duals)
    watch.tell("relaxation", None, prices.bound)
    master = empty_master(program, layout)
    if watch.over():
        return Relaxed(master, np.zeros(master.program.columns), prices, prices.bound, converged=False)
    master = master_with(master, start + first_choices(layout, prices))
    x, value = np.zeros(master.program.columns), -np.inf
    for _ in range(MOST_ROUNDS):
        solved = Relaxation(_without_serve_limits(master)).solve(watch)
        if solved.x is None and watch.over():
            break
        x = require_solved(solved, "relaxation")
        value = master.program.worth(x)
        if prices.bound - value <= CLOSE * abs(prices.bound) or watch.over():
            break
        duals, prices, missing = _priced(master, duals, prices, master_duals(master, solved.row_duals))
        watch.tell("relaxation", None, prices.bound)
        grown = master_with(master, missing)
        if grown is master:
            break
        master, x = grown, np.zeros(grown.program.columns)
    converged = prices.bound - value <= CLOSE * abs(prices.bound)
    return Relaxed(master=master, x=x, prices=prices, bound=prices.bound, converged=converged)


def _first_duals(program: Program, watch: Watch) -> Floats:
    """Duals of the relaxation over the atoms by a first-order method; zeros where it has none in time."""
    tolerance = COARSE if program.columns <= SMALL_PROGRAM else FINE
    seconds = FIRST_SHARE * watch.remaining()
    first = solve_relaxation(program, method="pdlp", tolerance=tolerance, seconds=seconds)
    return first.row_duals if len(first.row_duals) == program.rows else np.zeros(program.rows)


def _priced(master: Master, best: Floats, prices: Prices, new: Floats) -> tuple[Floats, Prices, list[Choice]]:
    """The best duals known and their prices, after pricing between `best` and `new`; and the columns found there."""
    weight, missing = 0.5, list[Choice]()
    while not missing:
        duals = weight * best + (1 - weight) * new
        found = price(master.whole, master.layout, duals)
        better = np.flatnonzero(found.best > np.maximum(_best_known(master, found), 0.0) + EPSILON)
        missing = best_choices(master.layout, found, better)
        if missing:
            missing += good_choices(master.layout, found, 0.0, MOST_COLUMNS) or []
        if found.bound < prices.bound:
            best, prices = duals, found
        if weight == 0:
            break
        weight = weight / 2 if weight > 0.05 else 0.0
    return best, prices, missing


def _without_serve_limits(master: Master) -> Program:
    """A serve's limit of 1 follows from its pair's visits; without it the duals tell the whole price of the pair."""
    upper = np.where(master.is_serve, np.inf, master.program.upper)
    return replace(master.program, upper=upper)


def first_choices(layout: Layout, prices: Prices) -> list[Choice]:
    """The columns that the first duals find good: some for every day that a traveller may be under way."""
    wanted = 12 * int(layout.travellers.days.sum())
    scale = float(np.abs(layout.serve_value).max(initial=0.0)) or 1.0
    tolerance, best = 0.02 * scale, []
    for _ in range(6):
        found = good_choices(layout, prices, tolerance, MOST_COLUMNS)
        if found is None:
            break
        best = found
        if len(found) >= wanted:
            break
        tolerance *= 2
    return best


def master_duals(master: Master, duals: Floats) -> Floats:
    """Duals for all atoms from those of the master: rows of serves that it does not hold get their best choice."""
    held = np.zeros(master.program.rows, dtype=bool)
    held[master.program.row] = True
    completed = serving_duals(master.whole, master.layout, np.where(held, duals, 0.0))
    return np.where(held, duals, completed)


def _best_known(master: Master, prices: Prices) -> Floats:
    """For each trip, the best reduced value among the master's columns of it; -infinity without one."""
    known = np.full(master.layout.trips, -np.inf)
    np.maximum.at(known, master.columns.trip, master.columns.values(prices))
    return known
