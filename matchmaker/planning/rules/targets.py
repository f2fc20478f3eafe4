"""Campaign targets: a hundred experts travel, a hundred enterprises are visited."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import Ints, floats, ints
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.values.visits import Targets, VisitProblem
from matchmaker.planning.visits.build import Build


def applies(problem: VisitProblem) -> bool:
    return problem.targets != Targets()


def constraint(build: Build) -> None:
    """Travelling experts (visited enterprises) + shortfall >= target; the shortfall costs."""
    layout, targets = build.layout, build.problem.targets
    if targets.experts:
        heads = floats(len(members) for members in layout.travellers.members)
        _count(build, "experts", build.trip, layout.trip_traveller, heads, targets.experts)
    if targets.enterprises:
        ones = np.ones(len(build.problem.enterprises))
        _count(build, "enterprises", build.visit, layout.visit_enterprise, ones, targets.enterprises)


def _count(
    build: Build, what: str, atoms: Ints, owner: Ints, heads: np.ndarray[tuple[int], np.dtype[np.float64]], target: int
) -> None:
    """reached[o] <= atoms of o, sum heads reached + short >= target."""
    owners = np.arange(len(heads))
    reached = build.assembly.add_columns(len(heads))
    short = build.assembly.add_columns(1, cost=-build.problem.weights.target_shortfall, upper=float(target))
    build.assembly.add_rows(
        f"targets.reached_{what}",
        count=len(heads),
        entries=((owners, reached, 1.0), (owner, atoms, -1.0)),
        upper=0.0,
        names=("number",),
        keys=owners,
    )
    row = np.zeros(len(heads), dtype=np.int64)
    build.assembly.add_rows(
        f"targets.{what}",
        count=1,
        entries=((row, reached, heads), (ints((0,)), short, 1.0)),
        lower=float(target),
    )


RULE = Rule(
    name="targets",
    title=N_("the targets of the campaign"),
    applies=applies,
    constraint=constraint,
    explanations={
        "targets.experts": N_("Fewer experts travel than the target of %(limit)g."),
        "targets.enterprises": N_("Fewer enterprises are visited than the target of %(limit)g."),
        "targets.reached_experts": N_("Expert %(number)s does not travel."),
        "targets.reached_enterprises": N_("Enterprise %(number)s is not visited."),
    },
)
