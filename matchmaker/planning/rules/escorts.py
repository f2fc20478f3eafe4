"""Escorts (陪同人): a county accompanies at most so many experts or groups a day."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.values.visits import VisitProblem
from matchmaker.planning.visits.build import Build


def applies(problem: VisitProblem) -> bool:
    return problem.escorts is not None


def constraint(build: Build) -> None:
    """Trips of a district on a date <= its escorts, where more could come than may."""
    dates = build.problem.dates
    place = build.layout.trip_district * dates + build.layout.trip_date
    days, row, coming = np.unique(place, return_inverse=True, return_counts=True)
    escorts = np.array(build.problem.escorts, dtype=np.float64).ravel()[days]
    short = np.flatnonzero(coming > escorts)
    number = np.full(len(days), -1)
    number[short] = np.arange(len(short))
    mine = number[row]
    build.assembly.add_rows(
        "escorts",
        count=len(short),
        entries=((mine[mine >= 0], build.trip[mine >= 0], 1.0),),
        upper=escorts[short],
        names=("district", "date"),
        keys=np.column_stack([days[short] // dates, days[short] % dates]),
    )


RULE = Rule(
    name="escorts",
    title=N_("the escorts of a county"),
    applies=applies,
    constraint=constraint,
    explanations={"escorts": N_("District %(district)s has %(limit)g escorts on date %(date)s.")},
)
