"""Every invited expert should make at least one visit."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import ints
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.values.visits import VisitProblem
from matchmaker.planning.visits.build import Build


def applies(problem: VisitProblem) -> bool:
    return any(expert.invited for expert in problem.experts)


def constraint(build: Build) -> None:
    """trips of the expert's traveller + idle >= 1; being idle costs."""
    experts = ints(e for e, expert in enumerate(build.problem.experts) if expert.invited)
    idle = build.assembly.add_columns(len(experts), cost=-build.problem.weights.idle_expert)
    mine = build.layout.travellers.of[experts]
    row, trip = np.nonzero(mine[:, None] == build.layout.trip_traveller[None, :])
    build.assembly.add_rows(
        "invited",
        count=len(experts),
        entries=((row, build.trip[trip], 1.0), (np.arange(len(experts)), idle, 1.0)),
        lower=1.0,
        names=("expert",),
        keys=experts,
    )


RULE = Rule(
    name="invited",
    title=N_("a visit for every invited expert"),
    applies=applies,
    constraint=constraint,
    explanations={"invited": N_("Expert %(expert)s is invited but has no visit.")},
)
