"""Plan trips: from a problem to delegations with dates and their proven bound."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np

from matchmaker.planning.arrays import Floats
from matchmaker.planning.program.highs import require_solved, solve_relaxation
from matchmaker.planning.program.optimum import Optimum, optimum
from matchmaker.planning.program.part import part_of
from matchmaker.planning.program.program import Program
from matchmaker.planning.program.shortfalls import shortfalls_of
from matchmaker.planning.trips.build import TripBuild
from matchmaker.planning.trips.conflict import any_plan, trips_conflict
from matchmaker.planning.trips.program import trip_program
from matchmaker.planning.values.trips import Trip, TripPlan, TripProblem
from matchmaker.planning.watch import Watch

SHORT_CODES = ("trip_coverage", "trip_targets")


def plan_trips(problem: TripProblem, *, watch: Watch | None = None) -> TripPlan:
    """The best trips found within the watch's effort.

    Deterministic while no deadline cuts it. Raises LocksExcludeEachOther when locked journeys cannot all take place
    (a lock may need fellow travellers to fill the delegation); everything else has a plan, perhaps an empty one.
    Published journeys do not matter here (see `replan`).
    """
    watch = watch or Watch()
    plain = replace(problem, published=())
    program, build = trip_program(plain)
    x, found = best_trips(program, build, watch)
    return trip_plan(program, build, x, bound=found.bound, seconds=watch.elapsed(), stopped=found.stopped)


def best_trips(program: Program, build: TripBuild, watch: Watch) -> tuple[Floats, Optimum]:
    """The best point found, at least one that keeps the locks; raises LocksExcludeEachOther without any."""
    start = any_plan(program) if build.problem.locks else _empty_plan(program, build)
    if start is None:
        raise trips_conflict(build.problem, fixed=build.fixed)
    found = optimum(program, watch=watch, stage="trips", gap=watch.effort.gap)
    return (start if found.x is None else found.x), found


def trip_plan(program: Program, build: TripBuild, x: Floats, *, bound: float, seconds: float, stopped: str) -> TripPlan:
    """The point as trips, with its value in this program."""
    return TripPlan(
        value=program.worth(x),
        bound=max(bound, program.worth(x)),
        seconds=seconds,
        trips=_trips(build, x),
        shortfalls=shortfalls_of(program, x, SHORT_CODES),
        stopped=stopped,
    )


def _empty_plan(program: Program, build: TripBuild) -> Floats:
    """Nobody travels; the slacks are what they must be."""
    free = np.ones(program.columns, dtype=bool)
    free[build.trip] = free[build.seat] = False
    part = part_of(program, free)
    return part.spread(require_solved(solve_relaxation(part.program), "no trips"), np.zeros(program.columns))


def _trips(build: TripBuild, x: Floats) -> tuple[Trip, ...]:
    delegations = defaultdict(list)
    for seat in np.flatnonzero(x[build.seat] > 0.5).tolist():
        delegations[int(build.seat_trip[seat])].append(int(build.seat_enterprise[seat]))
    return tuple(
        sorted(
            Trip(
                date=int(build.trip_date[trip]),
                institution=int(build.trip_institution[trip]),
                enterprises=tuple(sorted(enterprises)),
            )
            for trip, enterprises in delegations.items()
        )
    )
