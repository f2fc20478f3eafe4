"""An expert's calendar: one trip a day, at most so many days and visits."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import floats
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.visits.build import Build


def constraint(build: Build) -> None:
    """Rows per traveller, per traveller and date, and per expert with a limit of visits."""
    _days(build)
    _one_trip_a_day(build)
    _visits(build)


def _days(build: Build) -> None:
    travellers = build.layout.travellers
    build.assembly.add_rows(
        "expert_days.days",
        count=travellers.count,
        entries=((build.layout.trip_traveller, build.trip, 1.0),),
        upper=travellers.days.astype(np.float64),
        names=("traveller",),
        keys=np.arange(travellers.count),
    )


def _one_trip_a_day(build: Build) -> None:
    dates = build.problem.dates
    days, row = np.unique(build.layout.trip_traveller * dates + build.layout.trip_date, return_inverse=True)
    build.assembly.add_rows(
        "expert_days.one_trip",
        count=len(days),
        entries=((row, build.trip, 1.0),),
        upper=1.0,
        names=("traveller", "date"),
        keys=np.column_stack([days // dates, days % dates]),
    )


def _visits(build: Build) -> None:
    limits = {e: expert.max_visits for e, expert in enumerate(build.problem.experts) if expert.max_visits is not None}
    if not limits:
        return
    rows = np.full(build.layout.travellers.count, -1)
    tightest: dict[int, int] = {}
    for expert, limit in limits.items():
        traveller = int(build.layout.travellers.of[expert])
        tightest[traveller] = min(limit, tightest.get(traveller, limit))
    rows[list(tightest)] = np.arange(len(tightest))
    row = rows[build.layout.visit_traveller]
    build.assembly.add_rows(
        "expert_days.visits",
        count=len(tightest),
        entries=((row[row >= 0], build.visit[row >= 0], 1.0),),
        upper=floats(tightest.values()),
        names=("traveller",),
        keys=np.array(list(tightest), dtype=np.int64),
    )


RULE = Rule(
    name="expert_days",
    title=N_("the days and visits of an expert"),
    constraint=constraint,
    explanations={
        "expert_days.days": N_("Expert %(traveller)s travels on at most %(limit)g days."),
        "expert_days.one_trip": N_("Expert %(traveller)s is already under way on date %(date)s."),
        "expert_days.visits": N_("Expert %(traveller)s makes at most %(limit)g visits."),
    },
)
