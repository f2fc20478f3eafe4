"""Neighbourhoods of a plan: which trip columns are free while all others stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matchmaker.planning.arrays import Flags, Floats, Ints, total_per
from matchmaker.planning.visits.master import Master
from matchmaker.planning.visits.prices import Prices


@dataclass(frozen=True)
class Scene:
    """A master with a plan x in it; chance comes from `random`. `size`: about how many columns to free."""

    master: Master
    prices: Prices
    x: Floats
    size: int
    random: np.random.Generator

    @cached_property
    def columns_of_traveller(self) -> Ints:
        return np.bincount(self.master.owner, minlength=self.master.layout.travellers.count)

    @cached_property
    def loss(self) -> Floats:
        """Per traveller: what its trips lose against the prices, plus a little for everybody."""
        master = self.master
        value = np.minimum(master.columns.values(self.prices), 0.0) * self.x[: master.columns.count]
        per = total_per(master.owner, -value, master.layout.travellers.count)
        return per + 0.02 * float(per.max(initial=0.0)) + 1e-9

    @cached_property
    def rivalry(self) -> Floats:
        """float64[travellers, travellers]: how many enterprises both could visit in some column."""
        layout = self.master.layout
        column, pair = self.master.pair_columns
        visits = np.zeros((layout.travellers.count, len(layout.district)))
        weight = np.exp(np.minimum(self.master.columns.values(self.prices), 0.0) / self.scale)
        np.maximum.at(visits, (self.master.owner[column], layout.pair_enterprise[pair]), weight[column])
        return np.asarray(visits @ visits.T)

    @property
    def scale(self) -> float:
        return 0.05 * float(np.abs(self.master.layout.serve_value).max(initial=1e-9))


def rivals(scene: Scene) -> Flags:
    """A traveller that loses much, and those who compete with it for enterprises."""
    travellers = scene.master.layout.travellers.count
    seed = scene.random.choice(travellers, p=scene.loss / scene.loss.sum())
    closeness = scene.rivalry[seed] * (0.1 + scene.random.random(travellers))
    closeness[seed] = np.inf
    order = np.argsort(-closeness, kind="stable")
    filled = np.cumsum(scene.columns_of_traveller[order])
    chosen = np.zeros(travellers, dtype=bool)
    chosen[order[: max(2, int(np.searchsorted(filled, scene.size)))]] = True
    return chosen[scene.master.owner]


def districts(scene: Scene) -> Flags:
    """All trips of some districts."""
    layout = scene.master.layout
    district = layout.trip_district[scene.master.columns.trip]
    order = scene.random.permutation(layout.problem.districts)
    filled = np.cumsum(np.bincount(district, minlength=layout.problem.districts)[order])
    chosen = order[: max(1, int(np.searchsorted(filled, scene.size)))]
    inside: Flags = np.isin(district, chosen)
    return inside


def visitors(scene: Scene) -> Flags:
    """All trips of one district, and all trips of those who are there now."""
    layout, master = scene.master.layout, scene.master
    district = layout.trip_district[master.columns.trip]
    place = scene.random.integers(layout.problem.districts)
    there = np.unique(master.owner[(district == place) & (scene.x[: master.columns.count] > 0.5)])
    order = scene.random.permutation(there)
    filled = np.cumsum(scene.columns_of_traveller[order])
    chosen = order[: int(np.searchsorted(filled, scene.size))]
    inside: Flags = (district == place) | np.isin(master.owner, chosen)
    return inside


Neighbourhood = Callable[[Scene], Flags]
NEIGHBOURHOODS: dict[str, Neighbourhood] = {"rivals": rivals, "districts": districts, "visitors": visitors}


def freed(master: Master, trips: Flags) -> Flags:
    """The columns to free with these trip columns: their pairs' serves and the slacks that measure them."""
    program, layout = master.program, master.layout
    column, pair = master.pair_columns
    pairs = np.zeros(len(layout.pair_traveller), dtype=bool)
    pairs[pair[trips[column]]] = True
    free = np.zeros(program.columns, dtype=bool)
    free[: master.columns.count] = trips
    serve = np.flatnonzero(master.is_serve)
    atom = master.rest[serve - master.columns.count] - layout.trips - layout.visits
    free[serve] = pairs[layout.serve_pair[atom]]
    rows = np.zeros(program.rows, dtype=bool)
    rows[program.row[free[program.column]]] = True
    touched = np.zeros(program.columns, dtype=bool)
    touched[program.column[rows[program.row]]] = True
    return free | (touched & master.near_slack) | master.far_slack
