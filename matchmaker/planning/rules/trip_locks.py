"""Must: locked journeys, with the trip of their date if they have one."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import Ints, ints
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.trips.build import TripBuild
from matchmaker.planning.values.trips import TripLock, TripProblem


def applies(problem: TripProblem) -> bool:
    return bool(problem.locks)


def constraint(build: TripBuild) -> None:
    """The seats that would keep a lock >= 1."""
    locks = build.problem.locks
    keeping = [_keeping(build, lock) for lock in locks]
    row = np.repeat(np.arange(len(locks)), ints(map(len, keeping)))
    build.assembly.add_rows(
        "trip_locks",
        count=len(locks),
        entries=((row, build.seat[np.concatenate(keeping)], 1.0),),
        lower=1.0,
        names=("lock",),
        keys=np.arange(len(locks)),
    )


def _keeping(build: TripBuild, lock: TripLock) -> Ints:
    mine = build.seat_enterprise == lock.enterprise
    mine &= build.trip_institution[build.seat_trip] == lock.institution
    if lock.date is not None:
        mine &= build.trip_date[build.seat_trip] == lock.date
    return np.flatnonzero(mine)


RULE = Rule(
    name="trip_locks",
    title=N_("locked journeys"),
    applies=applies,
    constraint=constraint,
    explanations={"trip_locks": N_("Lock %(lock)s must be kept.")},
)
