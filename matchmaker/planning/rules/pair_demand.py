"""Each row (an enterprise, or a chain) pairs with exactly as many columns as it demands."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import floats
from matchmaker.planning.pairs.build import PairBuild
from matchmaker.planning.rules.rule import Rule


def constraint(build: PairBuild) -> None:
    """A row of the program per row of the problem."""
    demand = floats(build.problem.demand)
    build.assembly.add_rows(
        "pair_demand",
        count=len(demand),
        entries=((build.row, np.arange(len(build.row)), 1.0),),
        lower=demand,
        upper=demand,
        names=("row",),
        keys=np.arange(len(demand)),
    )


RULE = Rule(
    name="pair_demand",
    title=N_("the partners that each row demands"),
    constraint=constraint,
    explanations={"pair_demand": N_("Row %(row)s has exactly %(limit)g partners.")},
)
