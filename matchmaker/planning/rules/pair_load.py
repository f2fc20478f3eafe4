"""The load of an institution: at least and at most so many places."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import floats
from matchmaker.planning.pairs.build import PairBuild
from matchmaker.planning.rules.rule import Rule


def constraint(build: PairBuild) -> None:
    """A row of the program per column of the problem; a chain takes more than one place."""
    problem, columns = build.problem, np.arange(len(build.column))
    build.assembly.add_rows(
        "pair_load",
        count=problem.columns,
        entries=((build.column, columns, build.places[build.row].astype(np.float64)),),
        lower=floats(problem.min_load),
        upper=floats(problem.max_load),
        names=("column",),
        keys=np.arange(problem.columns),
    )


RULE = Rule(
    name="pair_load",
    title=N_("the places of each column"),
    constraint=constraint,
    explanations={"pair_load": N_("Column %(column)s has a limit of %(limit)g places.")},
)
