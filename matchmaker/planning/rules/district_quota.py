"""Each district should have at least so many of its needs served, and receives at most so many visits."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import floats, ints
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.values.visits import VisitProblem
from matchmaker.planning.visits.build import Build


def applies(problem: VisitProblem) -> bool:
    return any(problem.district_min_covered_needs) or any(most is not None for most in problem.district_max_visits)


def constraint(build: Build) -> None:
    """A soft floor of served needs and a hard ceiling of visits, each only where the problem has it."""
    if any(build.problem.district_min_covered_needs):
        _floors(build)
    _ceilings(build)


def _floors(build: Build) -> None:
    """Served needs of the district + shortfall >= floor; the shortfall costs."""
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


def _ceilings(build: Build) -> None:
    limits = {d: most for d, most in enumerate(build.problem.district_max_visits) if most is not None}
    number = np.full(build.problem.districts, -1)
    number[ints(limits)] = np.arange(len(limits))
    row = number[build.layout.district[build.layout.visit_enterprise]]
    build.assembly.add_rows(
        "district_quota.visits",
        count=len(limits),
        entries=((row[row >= 0], build.visit[row >= 0], 1.0),),
        upper=floats(limits.values()),
        names=("district",),
        keys=ints(limits),
    )


RULE = Rule(
    name="district_quota",
    title=N_("the minimum and maximum of a district"),
    applies=applies,
    constraint=constraint,
    explanations={
        "district_quota": N_("District %(district)s has fewer needs served than its minimum."),
        "district_quota.visits": N_("District %(district)s receives at most %(limit)g visits."),
    },
)
