"""An enterprise with a fitting institution that goes on no trip has its price."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import ints
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.trips.build import TripBuild


def constraint(build: TripBuild) -> None:
    """seats of the enterprise + unserved >= 1."""
    wanting = ints(sorted({enterprise for enterprise, _, _ in build.problem.affinity}))
    unserved = build.assembly.add_columns(len(wanting), cost=-build.problem.unserved)
    number = np.full(len(build.problem.enterprises), -1)
    number[wanting] = np.arange(len(wanting))
    row = number[build.seat_enterprise]
    build.assembly.add_rows(
        "trip_coverage",
        count=len(wanting),
        entries=((row[row >= 0], build.seat[row >= 0], 1.0), (np.arange(len(wanting)), unserved, 1.0)),
        lower=1.0,
        names=("enterprise",),
        keys=wanting,
    )


RULE = Rule(
    name="trip_coverage",
    title=N_("enterprises that go on no trip"),
    constraint=constraint,
    explanations={"trip_coverage": N_("Enterprise %(enterprise)s goes on no trip.")},
)
