"""Each district should have at least so many of its needs served."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import floats, ints
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.values.visits import VisitProblem
from matchmaker.planning.visits.build import Build


def applies(problem: VisitProblem) -> bool:
    return any(problem.district_min_covered_needs)


def constraint(build: Build) -> None:
    """served needs of the district + shortfall >= floor; the shortfall costs."""
    floors = floats(build.problem.district_min_covered_needs)
    short = build.assembly.add_columns(
        len(floors), cost=-build.problem.weights.district_shortfall, upper=np.maximum(floors, 0.0)
    )
    district = ints(build.problem.enterprises[need.enterprise].district for need in build.problem.needs)
    needs = np.bincount(district, minlength=len(floors))
    build.assembly.add_rows(
        "district_quota",
        count=len(floors),
        entries=((district, build.unmet, -1.0), (np.arange(len(floors)), short, 1.0)),
        lower=floors - needs,
        names=("district",),
        keys=np.arange(len(floors)),
    )


RULE = Rule(
    name="district_quota",
    title=N_("the minimum of a district"),
    applies=applies,
    constraint=constraint,
    explanations={"district_quota": N_("District %(district)s has fewer needs served than its minimum.")},
)
