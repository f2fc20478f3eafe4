"""Serving: worth the affinity, on a visit to the need's enterprise, by at most so many experts."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import spans, starts_of
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.visits.build import Build


def objective(build: Build) -> None:
    """The affinity of each serve."""
    build.assembly.add_cost(build.serve, build.layout.serve_value)


def constraint(build: Build) -> None:
    """serve <= the visits of its pair; at most so many serves of a need, where more could come than may."""
    _on_a_visit(build)
    _experts(build)


def _on_a_visit(build: Build) -> None:
    layout, serves = build.layout, np.arange(build.layout.serves)
    starts = starts_of(layout.visit_pair, len(layout.pair_traveller))
    dates = np.diff(starts)[layout.serve_pair]
    build.assembly.add_rows(
        "experts_per_need.visit",
        count=layout.serves,
        entries=(
            (serves, build.serve, 1.0),
            (np.repeat(serves, dates), build.visit[spans(starts[layout.serve_pair], dates)], -1.0),
        ),
        upper=0.0,
        names=("expert", "need"),
        keys=np.column_stack([layout.serve_expert, layout.serve_need]),
    )


def _experts(build: Build) -> None:
    problem, layout = build.problem, build.layout
    largest = max((len(members) for members in layout.travellers.members), default=1)
    possible = np.bincount(layout.serve_need, minlength=len(problem.needs))
    received = np.array([problem.enterprises[need.enterprise].max_visits for need in problem.needs], dtype=np.int64)
    busy = np.flatnonzero(np.minimum(possible, received * largest) > problem.max_experts_per_need)
    number = np.full(len(problem.needs), -1)
    number[busy] = np.arange(len(busy))
    mine = number[layout.serve_need]
    build.assembly.add_rows(
        "experts_per_need.experts",
        count=len(busy),
        entries=((mine[mine >= 0], build.serve[mine >= 0], 1.0),),
        upper=float(problem.max_experts_per_need),
        names=("need",),
        keys=busy,
    )


RULE = Rule(
    name="experts_per_need",
    title=N_("the experts of a need"),
    objective=objective,
    constraint=constraint,
    explanations={
        "experts_per_need.visit": N_("Expert %(expert)s serves need %(need)s only on a visit."),
        "experts_per_need.experts": N_("Need %(need)s is served by at most %(limit)g experts."),
    },
)
