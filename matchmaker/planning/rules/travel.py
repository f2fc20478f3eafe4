"""Travel costs kilometres and a day of the expert; trips that are too far do not exist."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import floats
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.visits.build import Build


def objective(build: Build) -> None:
    """Minus `km` per kilometre and `expert_day` per member and day. Distances are limited by the layout."""
    layout, weights = build.layout, build.problem.weights
    km = layout.travellers.km[layout.trip_traveller, layout.trip_district]
    heads = floats(len(members) for members in layout.travellers.members)[layout.trip_traveller]
    build.assembly.add_cost(build.trip, -(weights.km * km + weights.expert_day * heads).astype(np.float64))


RULE = Rule(
    name="travel",
    title=N_("travel"),
    objective=objective,
    explanations={"travel.too_far": N_("District %(district)s is too far for expert %(expert)s.")},
)
