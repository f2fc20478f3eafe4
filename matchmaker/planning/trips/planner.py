"""Plan trips: from a problem to delegations with dates and their proven bound."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np

from matchmaker.planning.arrays import Floats
from matchmaker.planning.conflict import irreducible
from matchmaker.planning.errors import LocksExcludeEachOther, locks_exclude
from matchmaker.planning.program.highs import solve_integer
from matchmaker.planning.program.optimum import optimum
from matchmaker.planning.program.program import Program
from matchmaker.planning.program.shortfalls import shortfalls_of
from matchmaker.planning.trips.build import TripBuild
from matchmaker.planning.trips.program import trip_program
from matchmaker.planning.values.trips import Trip, TripLock, TripPlan, TripProblem
from matchmaker.planning.watch import Watch

SHORT_CODES = ("trip_coverage",)
ANY = 1.0


def plan_trips(problem: TripProblem, *, watch: Watch | None = None) -> TripPlan:
    """The best trips found within the watch's effort.

    Deterministic while no deadline cuts it. Raises LocksExcludeEachOther when locked journeys cannot all take place
    (a lock may need fellow travellers to fill the delegation); everything else has a plan, perhaps an empty one.
    """
    watch = watch or Watch()
    program, build = trip_program(problem)
    start = _any_plan(program) if problem.locks else _empty_plan(program, build)
    if start is None:
        raise _conflict(problem)
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


def _any_plan(program: Program) -> Floats | None:
    """Some point of the program; None if there is none."""
    return solve_integer(replace(program, cost=np.zeros(program.columns)), gap=ANY).x


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


def _conflict(problem: TripProblem) -> LocksExcludeEachOther:
    """An irreducible set of locks that exclude each other."""

    def feasible(locks: tuple[TripLock, ...]) -> bool:
        return not locks or _any_plan(trip_program(replace(problem, locks=locks))[0]) is not None

    return locks_exclude(irreducible(tuple(dict.fromkeys(problem.locks)), feasible), limits=())
