"""A need that nobody serves has its price."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.visits.build import Build


def objective(build: Build) -> None:
    """A slack per need, named `unmet`, for the quotas too."""
    needs = len(build.problem.needs)
    build.unmet = build.assembly.add_columns(needs, cost=-build.problem.weights.unmet_need)


def constraint(build: Build) -> None:
    """serves + unmet >= 1 for each need."""
    needs = np.arange(len(build.problem.needs))
    build.assembly.add_rows(
        "coverage",
        count=len(needs),
        entries=((build.layout.serve_need, build.serve, 1.0), (needs, build.unmet, 1.0)),
        lower=1.0,
        names=("need",),
        keys=needs,
    )


RULE = Rule(
    name="coverage",
    title=N_("needs that nobody serves"),
    objective=objective,
    constraint=constraint,
    explanations={"coverage": N_("Need %(need)s is served by nobody.")},
)
