"""An enterprise is on one trip at a time, on at most so many, and goes to an institution at most once."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import floats, ints
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.trips.build import TripBuild


def constraint(build: TripBuild) -> None:
    """Rows per enterprise and date, per enterprise with a limit, and per pair."""
    _one_at_a_time(build)
    _once(build)
    _most(build)


def _one_at_a_time(build: TripBuild) -> None:
    position, date = build.on_each_day(build.seat_trip)
    dates = max(build.problem.dates, 1)
    days, row = np.unique(build.seat_enterprise[position] * dates + date, return_inverse=True)
    build.assembly.add_rows(
        "trip_enterprise.day",
        count=len(days),
        entries=((row, build.seat[position], 1.0),),
        upper=1.0,
        names=("enterprise", "date"),
        keys=np.column_stack([days // dates, days % dates]),
    )


def _once(build: TripBuild) -> None:
    width = max(len(build.problem.institutions), 1)
    pairs, row = np.unique(build.seat_enterprise * width + build.trip_institution[build.seat_trip], return_inverse=True)
    build.assembly.add_rows(
        "trip_enterprise.once",
        count=len(pairs),
        entries=((row, build.seat, 1.0),),
        upper=1.0,
        names=("enterprise", "institution"),
        keys=np.column_stack([pairs // width, pairs % width]),
    )


def _most(build: TripBuild) -> None:
    limits = {n: one.max_trips for n, one in enumerate(build.problem.enterprises) if one.max_trips is not None}
    number = np.full(len(build.problem.enterprises), -1)
    number[ints(limits)] = np.arange(len(limits))
    row = number[build.seat_enterprise]
    build.assembly.add_rows(
        "trip_enterprise.trips",
        count=len(limits),
        entries=((row[row >= 0], build.seat[row >= 0], 1.0),),
        upper=floats(limits.values()),
        names=("enterprise",),
        keys=ints(limits),
    )


RULE = Rule(
    name="trip_enterprise",
    title=N_("the trips of an enterprise"),
    constraint=constraint,
    explanations={
        "trip_enterprise.day": N_("Enterprise %(enterprise)s is already under way on date %(date)s."),
        "trip_enterprise.once": N_("Enterprise %(enterprise)s goes to institution %(institution)s at most once."),
        "trip_enterprise.trips": N_("Enterprise %(enterprise)s goes on at most %(limit)g trips."),
    },
)
