"""Plan trips: from a problem to delegations with dates and their proven bound."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from matchmaker.planning.arrays import Floats
from matchmaker.planning.program.optimum import optimum
from matchmaker.planning.program.program import Program
from matchmaker.planning.program.shortfalls import shortfalls_of
from matchmaker.planning.trips.build import TripBuild
from matchmaker.planning.trips.conflict import any_plan, trips_conflict
from matchmaker.planning.trips.program import trip_program
from matchmaker.planning.values.trips import Trip, TripPlan, TripProblem
from matchmaker.planning.watch import Watch

SHORT_CODES = ("trip_coverage",)


def plan_trips(problem: TripProblem, *, watch: Watch | None = None) -> TripPlan:
    """The best trips found within the watch's effort.

    Deterministic while no deadline cuts it. Raises LocksExcludeEachOther when locked journeys cannot all take place
    (a lock may need fellow travellers to fill the delegation); everything else has a plan, perhaps an empty one.
    """
    watch = watch or Watch()
    program, build = trip_program(problem)
    start = any_plan(program) if problem.locks else _empty_plan(program, build)
    if start is None:
        raise trips_conflict(problem)
    found = optimum(program, watch=watch, stage="trips", gap=watch.effort.gap)
    x = start if found.x is None else found.x
    return TripPlan(
        value=program.worth(x),
        bound=max(found.bound, program.worth(x)),
        seconds=watch.elapsed(),
        trips=_trips(build, x),
        shortfalls=shortfalls_of(program, x, SHORT_CODES),
        stopped=found.stopped,
    )


def _empty_plan(program: Program, build: TripBuild) -> Floats:
    """Nobody travels, every slack is full."""
    x = program.upper.copy()
    x[build.trip] = 0.0
    x[build.seat] = 0.0
    return x


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
