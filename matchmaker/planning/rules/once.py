"""An expert visits an enterprise at most once."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.visits.build import Build


def constraint(build: Build) -> None:
    """A row per pair that has more than one date."""
    layout = build.layout
    dates = np.bincount(layout.visit_pair, minlength=len(layout.pair_traveller))
    several = np.flatnonzero(dates > 1)
    row = np.full(len(dates), -1)
    row[several] = np.arange(len(several))
    mine = row[layout.visit_pair]
    build.assembly.add_rows(
        "once",
        count=len(several),
        entries=((mine[mine >= 0], build.visit[mine >= 0], 1.0),),
        upper=1.0,
        names=("traveller", "enterprise"),
        keys=np.column_stack([layout.pair_traveller[several], layout.pair_enterprise[several]]),
    )


RULE = Rule(
    name="once",
    title=N_("the same expert at most once"),
    constraint=constraint,
    explanations={"once": N_("Expert %(traveller)s visits enterprise %(enterprise)s at most once.")},
)
