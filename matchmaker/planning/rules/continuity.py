"""What is published costs to move: each published visit that the plan keeps is worth `moved`.

The worth is the program's only; a plan's value does not count it.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.values.visits import VisitProblem
from matchmaker.planning.visits.build import Build


def applies(problem: VisitProblem) -> bool:
    return bool(problem.published)


def objective(build: Build) -> None:
    """`moved` for the visit atom of each published visit that is still possible; a group's counts for each member."""
    layout = build.layout
    travellers = layout.travellers.of
    published = Counter((int(travellers[v.expert]), v.enterprise, v.date) for v in build.problem.published)
    keys = zip(
        layout.visit_traveller.tolist(), layout.visit_enterprise.tolist(), layout.visit_date.tolist(), strict=True
    )
    times = np.array([published[key] for key in keys], dtype=np.float64)
    build.assembly.add_cost(build.visit, build.problem.weights.moved * times)


RULE = Rule(name="continuity", title=N_("published visits stay"), applies=applies, objective=objective)
