"""Local re-planning after publication: free what is touched, charge for every published visit that moves.

One exact neighbourhood around the change instead of a search: what is far from it stays by construction. The bound is
that of the whole changed problem, by a first-order method on its relaxation (PDLP, Applegate et al. 2021).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from matchmaker.planning.arrays import Flags, Floats, ints
from matchmaker.planning.program.highs import solve_integer, solve_relaxation
from matchmaker.planning.program.part import part_of
from matchmaker.planning.program.program import Program, with_row
from matchmaker.planning.values.changes import Change, Proposals, Replan
from matchmaker.planning.values.plans import Visit
from matchmaker.planning.values.visits import PublishedVisit, VisitProblem
from matchmaker.planning.visits.changes import Touched, changed
from matchmaker.planning.visits.decode import plan_of, settled
from matchmaker.planning.visits.layout import Layout
from matchmaker.planning.visits.locks import locks_conflict
from matchmaker.planning.visits.prices import price
from matchmaker.planning.visits.program import visit_program
from matchmaker.planning.visits.start import least_plan, visits_free
from matchmaker.planning.watch import Watch

BOUND_TOLERANCE = 1e-3
WORK = 400
NEARNESS = 1e-4


@dataclass(frozen=True)
class Scene:
    """The changed problem. `program` pays for keeping what is published, `plain` does not; they differ in costs only.

    `base` keeps what is still possible of the published plan; `lost` is not.
    """

    problem: VisitProblem
    program: Program
    plain: Program
    layout: Layout
    base: Floats
    lost: frozenset[PublishedVisit]
    touched: Touched


def replan_visits(
    problem: VisitProblem,
    published: Sequence[Visit],
    changes: Iterable[Change] = (),
    *,
    alternatives: int = 0,
    watch: Watch | None = None,
) -> Proposals:
    """The best plan near the published one after these changes, and up to `alternatives` others.

    Only travellers and enterprises that are touched are planned anew, with everybody who could take their place; the
    rest stays. The bound is that of the changed problem, over all plans. Deterministic while no deadline cuts it.
    Raises LocksExcludeEachOther when the changes break a lock, InvalidProblem for unknown numbers.
    """
    after, touched = changed(problem, changes)
    return replan_touched(after, published, touched, alternatives=alternatives, watch=watch or Watch())


def replan_touched(
    problem: VisitProblem, published: Sequence[Visit], touched: Touched, *, watch: Watch, alternatives: int = 0
) -> Proposals:
    """The same for a problem that has changed already, in a way that touches these experts and enterprises."""
    scene = _scene(problem, published, touched)
    with ThreadPoolExecutor(1) as pool:
        bound = pool.submit(_bound, scene)
        points = _points(scene, alternatives, watch)
        proven = bound.result()
    plans = [_replan(scene, x, proven, watch) for x in points]
    ranked = sorted(plans, key=lambda plan: -plan.worth)
    return Proposals(best=ranked[0], others=tuple(ranked[1:]))


def _scene(problem: VisitProblem, published: Sequence[Visit], touched: Touched) -> Scene:
    promised = {PublishedVisit(v.expert, v.enterprise, v.date) for v in published}
    after = replace(problem, published=tuple(sorted(promised)))
    program, layout = visit_program(after)
    plain, _ = visit_program(replace(after, weights=replace(after.weights, moved=0.0)))
    base = least_plan(program, layout)
    if base is None:
        raise locks_conflict(after)
    possible = _members_at(layout, np.ones(layout.visits, dtype=bool))
    dropped = promised - _members_at(layout, base[layout.trips : layout.trips + layout.visits] > 0.5)
    touched |= Touched(frozenset(v.expert for v in dropped), frozenset(v.enterprise for v in dropped))
    return Scene(after, program, plain, layout, base, frozenset(promised - possible), touched)


def _members_at(layout: Layout, chosen: Flags) -> set[PublishedVisit]:
    """These visit atoms, for each member of the traveller."""
    places = zip(
        layout.visit_traveller[chosen].tolist(),
        layout.visit_enterprise[chosen].tolist(),
        layout.visit_date[chosen].tolist(),
        strict=True,
    )
    members = layout.travellers.members
    return {PublishedVisit(e, enterprise, date) for t, enterprise, date in places for e in members[t]}


def _bound(scene: Scene) -> float:
    """What no plan of the changed problem exceeds, whatever it keeps: a first-order method comes near enough."""
    relaxed = solve_relaxation(scene.plain, method="pdlp", tolerance=BOUND_TOLERANCE)
    known = len(relaxed.row_duals) == scene.plain.rows
    return price(scene.plain, scene.layout, relaxed.row_duals if known else np.zeros(scene.plain.rows)).bound


def _points(scene: Scene, alternatives: int, watch: Watch) -> list[Floats]:
    """The best point of the neighbourhood, then others: each time with other newcomers at the touched enterprises."""
    program, free = scene.program, _free(scene)
    newcomers = _newcomers(scene)
    first = _solved(program, free, scene, watch)
    points = [scene.base if first is None else first]
    while len(points) <= alternatives and not watch.over():
        taken = newcomers & (points[-1] > 0.5)
        if taken.any():
            program = replace(program, upper=np.where(_same_pairs(scene, taken), 0.0, program.upper))
        else:
            program = with_row(program, np.flatnonzero(newcomers), lower=1.0)
        found = _solved(program, free, scene, watch)
        if found is None or any(np.array_equal(found, point) for point in points):
            break
        points.append(found)
    return points


def _solved(program: Program, free: Flags, scene: Scene, watch: Watch) -> Floats | None:
    """The best point with everything but `free` as in the base."""
    part = part_of(program, free, scene.base)
    solved = solve_integer(part.program, work=WORK, gap=NEARNESS, seconds=watch.remaining(), stop=watch.cancelled)
    return None if solved.x is None else settled(program, scene.layout, part.spread(solved.x, scene.base))


def _free(scene: Scene) -> Flags:
    """What is planned anew: all visits of touched experts and at touched enterprises; of the travellers who could
    come there, what they do now, on all dates; and who serves which need on any visit."""
    layout = scene.layout
    visited = np.zeros(len(layout.pair_traveller), dtype=bool)
    visited[layout.visit_pair[scene.base[layout.trips : layout.trips + layout.visits] > 0.5]] = True
    touched, there = _touched_pairs(scene)
    near = np.isin(layout.pair_traveller, layout.pair_traveller[there])
    free = visits_free(scene.program, layout, (touched | there | (visited & near))[layout.visit_pair])
    first = layout.trips + layout.visits
    free[first : first + layout.serves] |= visited[layout.serve_pair]
    return free


def _touched_pairs(scene: Scene) -> tuple[Flags, Flags]:
    """bool[pairs] twice: pairs of touched travellers; pairs at touched enterprises."""
    layout, touched = scene.layout, scene.touched
    travellers = layout.travellers.of[ints(sorted(touched.experts))]
    enterprises = ints(sorted(touched.enterprises))
    return np.isin(layout.pair_traveller, travellers), np.isin(layout.pair_enterprise, enterprises)


def _newcomers(scene: Scene) -> Flags:
    """Columns of visits at touched enterprises that the base does not have."""
    return _visit_columns(scene, _touched_pairs(scene)[1][scene.layout.visit_pair]) & (scene.base < 0.5)


def _same_pairs(scene: Scene, taken: Flags) -> Flags:
    """Columns of all visits, on any date, of the pairs of these visits; those of the base stay out."""
    layout = scene.layout
    visits = taken[layout.trips : layout.trips + layout.visits]
    pairs = np.zeros(len(layout.pair_traveller), dtype=bool)
    pairs[layout.visit_pair[visits]] = True
    return _visit_columns(scene, pairs[layout.visit_pair]) & (scene.base < 0.5)


def _visit_columns(scene: Scene, visits: Flags) -> Flags:
    flags = np.zeros(scene.program.columns, dtype=bool)
    flags[scene.layout.trips : scene.layout.trips + scene.layout.visits] = visits
    return flags


def _replan(scene: Scene, x: Floats, bound: float, watch: Watch) -> Replan:
    layout, promised = scene.layout, set(scene.problem.published)
    planned = _members_at(layout, x[layout.trips : layout.trips + layout.visits] > 0.5)
    moved = tuple(sorted(promised - planned - scene.lost))
    return Replan(
        plan=plan_of(scene.plain, layout, x, bound=bound, seconds=watch.elapsed(), stopped="local"),
        lost=tuple(sorted(scene.lost)),
        moved=moved,
        added=tuple(sorted(planned - promised)),
        cost=scene.problem.weights.moved * len(moved),
    )
