"""An enterprise receives at most so many visits a day and in all; a visiting group counts once."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import Ints, floats, ints
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.visits.build import Build


def constraint(build: Build) -> None:
    """Rows per enterprise, and per enterprise and date where more could come than may."""
    enterprises = build.problem.enterprises
    build.assembly.add_rows(
        "hosting.in_all",
        count=len(enterprises),
        entries=((build.layout.visit_enterprise, build.visit, 1.0),),
        upper=floats(one.max_visits for one in enterprises),
        names=("enterprise",),
        keys=np.arange(len(enterprises)),
    )
    _per_date(build, ints(one.max_visits_per_date for one in enterprises))


def _per_date(build: Build, limit: Ints) -> None:
    dates = build.problem.dates
    place = build.layout.visit_enterprise * dates + build.layout.visit_date
    days, row, coming = np.unique(place, return_inverse=True, return_counts=True)
    crowded = np.flatnonzero(coming > limit[days // dates])
    number = np.full(len(days), -1)
    number[crowded] = np.arange(len(crowded))
    mine = number[row]
    build.assembly.add_rows(
        "hosting.per_date",
        count=len(crowded),
        entries=((mine[mine >= 0], build.visit[mine >= 0], 1.0),),
        upper=limit[days[crowded] // dates].astype(np.float64),
        names=("enterprise", "date"),
        keys=np.column_stack([days[crowded] // dates, days[crowded] % dates]),
    )


RULE = Rule(
    name="hosting",
    title=N_("the visits that an enterprise receives"),
    constraint=constraint,
    explanations={
        "hosting.in_all": N_("Enterprise %(enterprise)s receives at most %(limit)g visits."),
        "hosting.per_date": N_("Enterprise %(enterprise)s receives at most %(limit)g visits on date %(date)s."),
    },
)
