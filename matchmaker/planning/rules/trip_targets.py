"""The campaign's target of trips: a hundred enterprises travel."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import ints
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.trips.build import TripBuild
from matchmaker.planning.values.trips import TripProblem


def applies(problem: TripProblem) -> bool:
    return problem.target > 0


def constraint(build: TripBuild) -> None:
    """reached[e] <= seats of e, sum of reached + short >= target; the shortfall costs."""
    enterprises = np.arange(len(build.problem.enterprises))
    reached = build.assembly.add_columns(len(enterprises))
    target = float(build.problem.target)
    short = build.assembly.add_columns(1, cost=-build.problem.target_shortfall, upper=target)
    build.assembly.add_rows(
        "trip_targets.reached",
        count=len(enterprises),
        entries=((enterprises, reached, 1.0), (build.seat_enterprise, build.seat, -1.0)),
        upper=0.0,
        names=("enterprise",),
        keys=enterprises,
    )
    build.assembly.add_rows(
        "trip_targets",
        count=1,
        entries=((np.zeros_like(enterprises), reached, 1.0), (ints((0,)), short, 1.0)),
        lower=target,
    )


RULE = Rule(
    name="trip_targets",
    title=N_("the target of travelling enterprises"),
    applies=applies,
    constraint=constraint,
    explanations={
        "trip_targets": N_("Fewer enterprises travel than the target of %(limit)g."),
        "trip_targets.reached": N_("Enterprise %(enterprise)s goes on no trip."),
    },
)
