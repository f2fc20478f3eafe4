"""An institution receives one delegation at a time and at most so many; each day at most so many are accompanied."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import floats, ints
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.trips.build import TripBuild


def constraint(build: TripBuild) -> None:
    """Rows per institution and date, per institution with a limit, and per date with leaders."""
    _one_at_a_time(build)
    _most(build)
    if build.problem.leaders:
        position, date = build.on_each_day(np.arange(len(build.trip)))
        build.assembly.add_rows(
            "trip_institution.leaders",
            count=build.problem.dates,
            entries=((date, build.trip[position], 1.0),),
            upper=floats(build.problem.leaders),
            names=("date",),
            keys=np.arange(build.problem.dates),
        )


def _one_at_a_time(build: TripBuild) -> None:
    position, date = build.on_each_day(np.arange(len(build.trip)))
    dates = max(build.problem.dates, 1)
    days, row = np.unique(build.trip_institution[position] * dates + date, return_inverse=True)
    build.assembly.add_rows(
        "trip_institution.day",
        count=len(days),
        entries=((row, build.trip[position], 1.0),),
        upper=1.0,
        names=("institution", "date"),
        keys=np.column_stack([days // dates, days % dates]),
    )


def _most(build: TripBuild) -> None:
    limits = {n: one.max_trips for n, one in enumerate(build.problem.institutions) if one.max_trips is not None}
    number = np.full(len(build.problem.institutions), -1)
    number[ints(limits)] = np.arange(len(limits))
    row = number[build.trip_institution]
    build.assembly.add_rows(
        "trip_institution.trips",
        count=len(limits),
        entries=((row[row >= 0], build.trip[row >= 0], 1.0),),
        upper=floats(limits.values()),
        names=("institution",),
        keys=ints(limits),
    )


RULE = Rule(
    name="trip_institution",
    title=N_("the delegations that an institution receives"),
    constraint=constraint,
    explanations={
        "trip_institution.day": N_("Institution %(institution)s already has a delegation on date %(date)s."),
        "trip_institution.trips": N_("Institution %(institution)s receives at most %(limit)g delegations."),
        "trip_institution.leaders": N_("On date %(date)s at most %(limit)g trips are accompanied."),
    },
)
