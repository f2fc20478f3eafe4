"""The floor: no row is served worse than so much. Never a free variable, always a fixed number."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import ints
from matchmaker.planning.pairs.build import PairBuild
from matchmaker.planning.rules.rule import Rule

# HiGHS keeps rows to 1e-6 of their own unit; a finer unit keeps the floor to 1e-9 of the affinities' size.
FINER = 1000.0


def constraint(build: PairBuild) -> None:
    """The sum of each row that demands something >= least."""
    if build.least is None:
        return
    rows = ints(row for row, demand in enumerate(build.problem.demand) if demand)
    number = np.full(build.problem.rows, -1)
    number[rows] = np.arange(len(rows))
    mine = number[build.row] >= 0
    unit = FINER / (float(np.abs(build.value).max(initial=0.0)) or 1.0)
    build.assembly.add_rows(
        "pair_floor",
        count=len(rows),
        entries=((number[build.row[mine]], np.flatnonzero(mine), unit * build.value[mine]),),
        lower=unit * build.least,
        names=("row",),
        keys=rows,
    )


RULE = Rule(
    name="pair_floor",
    title=N_("the worst served row"),
    constraint=constraint,
    explanations={"pair_floor": N_("Row %(row)s must not fall below the floor.")},
)
