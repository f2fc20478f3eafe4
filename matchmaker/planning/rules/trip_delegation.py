"""The size of a delegation: neither a lonely enterprise nor more than the institution can receive."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import Floats, floats
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.trips.build import TripBuild


def constraint(build: TripBuild) -> None:
    """seat <= trip, and smallest trip <= its seats <= largest trip."""
    seats = np.arange(len(build.seat))
    build.assembly.add_rows(
        "trip_delegation.trip",
        count=len(seats),
        entries=((seats, build.seat, 1.0), (seats, build.trip[build.seat_trip], -1.0)),
        upper=0.0,
        names=("enterprise", "institution", "date"),
        keys=np.column_stack([
            build.seat_enterprise, build.trip_institution[build.seat_trip], build.trip_date[build.seat_trip]
        ]),
    )  # fmt: skip
    hosts = build.problem.institutions
    _size(build, "trip_delegation.max", floats(hosts[h].max_delegation for h in build.trip_institution), upper=0.0)
    _size(build, "trip_delegation.min", floats(hosts[h].min_delegation for h in build.trip_institution), lower=0.0)


def _size(build: TripBuild, code: str, size: Floats, *, lower: float = -np.inf, upper: float = np.inf) -> None:
    trips = np.arange(len(build.trip))
    build.assembly.add_rows(
        code,
        count=len(trips),
        entries=((build.seat_trip, build.seat, 1.0), (trips, build.trip, -size)),
        lower=lower,
        upper=upper,
        names=("institution", "date"),
        keys=np.column_stack([build.trip_institution, build.trip_date]),
    )


RULE = Rule(
    name="trip_delegation",
    title=N_("the size of a delegation"),
    constraint=constraint,
    explanations={
        "trip_delegation.trip": N_("There is no trip to institution %(institution)s on date %(date)s."),
        "trip_delegation.max": N_("The delegation to institution %(institution)s on date %(date)s is full."),
        "trip_delegation.min": N_("The delegation to institution %(institution)s on date %(date)s is too small."),
    },
)
