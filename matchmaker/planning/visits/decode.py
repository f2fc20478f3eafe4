"""From a point of the program to a plan: visits of experts with the needs they serve, and what falls short."""

from __future__ import annotations

import numpy as np

from matchmaker.planning.arrays import Floats, Ints
from matchmaker.planning.program.highs import require_solved, solve_integer
from matchmaker.planning.program.part import part_of
from matchmaker.planning.program.program import Program
from matchmaker.planning.program.shortfalls import shortfalls_of
from matchmaker.planning.values.plans import Visit, VisitPlan
from matchmaker.planning.visits.layout import Layout

SHORT_CODES = (
    "coverage",
    "district_quota",
    "chain_quota.needs",
    "invited",
    "targets.experts",
    "targets.enterprises",
)


def settled(program: Program, layout: Layout, x: Floats) -> Floats:
    """The point with everything but its visits at its best: serves whole, slacks as small as they go.

    Visits that serve no need and that nothing else asks for are left out.
    """
    atoms = layout.trips + layout.visits
    free = np.ones(program.columns, dtype=bool)
    free[:atoms] = False
    used = np.zeros(len(layout.pair_traveller), dtype=bool)
    used[layout.visit_pair[x[layout.trips : atoms] > 0.5]] = True
    free[atoms : atoms + layout.serves] = used[layout.serve_pair]
    base = np.where(np.arange(program.columns) < atoms, np.round(x), 0.0)
    part = part_of(program, free, base)
    part.program.integer[part.columns < atoms + layout.serves] = True
    best = part.spread(require_solved(solve_integer(part.program), "serving"), base)
    best[: atoms + layout.serves] = np.round(best[: atoms + layout.serves])
    return _without_idle_visits(program, layout, best)


def _without_idle_visits(program: Program, layout: Layout, x: Floats) -> Floats:
    atoms = layout.trips + layout.visits
    serving = np.zeros(len(layout.pair_traveller), dtype=bool)
    serving[layout.serve_pair[x[atoms : atoms + layout.serves] > 0.5]] = True
    for visit in np.flatnonzero((x[layout.trips : atoms] > 0.5) & ~serving[layout.visit_pair]).tolist():
        less, trip = x.copy(), int(layout.visit_trip[visit])
        less[layout.trips + visit] = 0.0
        others = (layout.visit_trip == trip) & (less[layout.trips : atoms] > 0.5)
        less[trip] = float(others.any())
        if program.worth(less) >= program.worth(x) and program.satisfied(less):
            x = less
    return x


def plan_of(program: Program, layout: Layout, x: Floats, *, bound: float, seconds: float, stopped: str) -> VisitPlan:
    """The settled point as a plan, with its value in the program."""
    value = program.worth(x)
    return VisitPlan(
        value=value,
        bound=max(bound, value),
        seconds=seconds,
        visits=visits_of_point(layout, x),
        shortfalls=shortfalls_of(program, x, SHORT_CODES),
        stopped=stopped,
    )


def visits_of_point(layout: Layout, x: Floats) -> tuple[Visit, ...]:
    """The visits of an integral point, sorted by date, expert, enterprise."""
    serves = _served(layout, x)
    visits = np.flatnonzero(x[layout.trips : layout.trips + layout.visits] > 0.5)
    found = []
    for visit in visits.tolist():
        pair = int(layout.visit_pair[visit])
        for expert in layout.travellers.members[int(layout.pair_traveller[pair])]:
            found.append(
                Visit(
                    date=int(layout.visit_date[visit]),
                    expert=expert,
                    enterprise=int(layout.pair_enterprise[pair]),
                    needs=tuple(sorted(serves.get((expert, pair), ()))),
                )
            )
    return tuple(sorted(found))


def _served(layout: Layout, x: Floats) -> dict[tuple[int, int], list[int]]:
    first = layout.trips + layout.visits
    chosen: Ints = np.flatnonzero(x[first : first + layout.serves] > 0.5)
    serves: dict[tuple[int, int], list[int]] = {}
    for serve in chosen.tolist():
        key = int(layout.serve_expert[serve]), int(layout.serve_pair[serve])
        serves.setdefault(key, []).append(int(layout.serve_need[serve]))
    return serves


def visit_atoms(layout: Layout, keys: set[tuple[int, int, int]]) -> Floats:
    """float64[trips + visits]: the atoms of these (expert, enterprise, date), as far as the layout has them."""
    atoms = np.zeros(layout.trips + layout.visits)
    travellers = layout.travellers.of
    wanted = {(int(travellers[expert]), enterprise, date) for expert, enterprise, date in keys}
    everything = zip(
        layout.visit_traveller.tolist(), layout.visit_enterprise.tolist(), layout.visit_date.tolist(), strict=True
    )
    for visit, key in enumerate(everything):
        if key in wanted:
            atoms[layout.trips + visit] = 1.0
            atoms[layout.visit_trip[visit]] = 1.0
    return atoms
