"""A day trip: one district, at most k enterprises; a visit happens on a trip."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.rules import invited
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.visits.build import Build


def constraint(build: Build) -> None:
    """visit <= trip, sum of a trip's visits <= k trip. The first makes the relaxation as tight as whole trips."""
    layout, visits, trips = build.layout, np.arange(build.layout.visits), np.arange(build.layout.trips)
    build.assembly.add_rows(
        "trip.one_district",
        count=layout.visits,
        entries=((visits, build.visit, 1.0), (visits, build.trip[layout.visit_trip], -1.0)),
        upper=0.0,
        names=("traveller", "date", "district"),
        keys=np.column_stack([
            layout.visit_traveller, layout.visit_date, layout.trip_district[layout.visit_trip]
        ]),
        inside=True,
    )  # fmt: skip
    build.assembly.add_rows(
        "trip.size",
        count=layout.trips,
        entries=(
            (layout.visit_trip, build.visit, 1.0),
            (trips, build.trip, -float(build.problem.max_enterprises_per_trip)),
        ),
        upper=0.0,
        names=("traveller", "date", "district"),
        keys=np.column_stack([layout.trip_traveller, layout.trip_date, layout.trip_district]),
        inside=True,
    )
    if invited.applies(build.problem) or build.problem.targets.experts:
        _not_empty(build)


def _not_empty(build: Build) -> None:
    """trip <= its visits. Only where trips are wanted for themselves; else an empty one is a loss anyway."""
    layout, trips = build.layout, np.arange(build.layout.trips)
    build.assembly.add_rows(
        "trip.visit",
        count=layout.trips,
        entries=((trips, build.trip, 1.0), (layout.visit_trip, build.visit, -1.0)),
        upper=0.0,
        names=("traveller", "date", "district"),
        keys=np.column_stack([layout.trip_traveller, layout.trip_date, layout.trip_district]),
        inside=True,
    )


RULE = Rule(
    name="trip",
    title=N_("one district and a limited number of enterprises a day"),
    constraint=constraint,
    explanations={
        "trip.one_district": N_("Expert %(traveller)s can be in one district only on date %(date)s."),
        "trip.visit": N_("Expert %(traveller)s has no visit on date %(date)s."),
        "trip.size": N_("Expert %(traveller)s has a full day on date %(date)s."),
    },
)
