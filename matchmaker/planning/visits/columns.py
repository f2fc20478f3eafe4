"""Columns: whole day trips, each a trip atom with the visits chosen for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matchmaker.planning.arrays import Floats, Ints, ints, starts_of, total_per
from matchmaker.planning.visits.layout import Layout
from matchmaker.planning.visits.prices import Prices

Choice = tuple[int, tuple[int, ...]]


@dataclass(frozen=True)
class Columns:
    """Column c is trip `trip[c]` with the visits `visits[starts[c]:starts[c + 1]]`, ascending."""

    trip: Ints
    starts: Ints
    visits: Ints

    @property
    def count(self) -> int:
        return len(self.trip)

    @property
    def owner(self) -> Ints:
        """The column of each entry of `visits`."""
        return np.repeat(np.arange(self.count), np.diff(self.starts))

    def choices(self) -> list[Choice]:
        bounds, visits = self.starts.tolist(), self.visits.tolist()
        return [(t, tuple(visits[bounds[c] : bounds[c + 1]])) for c, t in enumerate(self.trip.tolist())]

    def values(self, prices: Prices) -> Floats:
        """The reduced value of each column."""
        return prices.trip[self.trip] + total_per(self.owner, prices.visit[self.visits], self.count)

    def with_more(self, choices: list[Choice]) -> Columns:
        """These columns first, in their order, then those of `choices` that are new."""
        known = dict.fromkeys(self.choices())
        known.update(dict.fromkeys(choices))
        return columns_of(list(known))


def columns_of(choices: list[Choice]) -> Columns:
    lengths = ints(len(visits) for _, visits in choices)
    return Columns(
        trip=ints(trip for trip, _ in choices),
        starts=np.concatenate((ints((0,)), np.cumsum(lengths))),
        visits=ints(visit for _, visits in choices for visit in visits),
    )


def best_choices(layout: Layout, prices: Prices, trips: Ints) -> list[Choice]:
    """The best column of each of the given trips."""
    order, of_trip, count = _by_trip(layout)
    starts = starts_of(of_trip, count)
    size = layout.problem.max_enterprises_per_trip
    chosen: list[Choice] = []
    for trip in trips.tolist():
        mine = order[starts[trip] : starts[trip + 1]]
        ranked = mine[np.argsort(-prices.visit[mine], kind="stable")][:size]
        more = [visit for visit in ranked[1:].tolist() if prices.visit[visit] > 0]
        chosen.append((trip, tuple(sorted([int(ranked[0]), *more]))))
    return chosen


def _by_trip(layout: Layout) -> tuple[Ints, Ints, int]:
    order = np.argsort(layout.visit_trip, kind="stable")
    return order, layout.visit_trip[order], layout.trips


def good_choices(layout: Layout, prices: Prices, tolerance: float, limit: int) -> list[Choice] | None:
    """All columns with a reduced value of at least -tolerance; None if there are more than `limit`.

    Whoever uses another column loses more than `tolerance` against `prices.bound`.
    """
    order, trips, count = _by_trip(layout)
    starts = starts_of(trips, count)
    size = layout.problem.max_enterprises_per_trip
    found: list[Choice] = []
    for trip in np.flatnonzero(prices.best >= -tolerance).tolist():
        mine = order[starts[trip] : starts[trip + 1]]
        gain = prices.visit[mine]
        rank = np.argsort(-gain, kind="stable")
        least = -tolerance - float(prices.trip[trip])
        for subset in _subsets(gain[rank].tolist(), size, least):
            found.append((trip, tuple(sorted(mine[rank[list(subset)]].tolist()))))
        if len(found) > limit:
            return None
    return found


def _subsets(gain: list[float], size: int, least: float) -> Iterator[tuple[int, ...]]:
    """All non-empty sets of at most `size` positions of the descending `gain` that add up to at least `least`."""
    padded = [max(value, 0.0) for value in gain] + [0.0] * (size + 1)

    def extend(chosen: tuple[int, ...], total: float, begin: int) -> Iterator[tuple[int, ...]]:
        room = size - len(chosen)
        for place in range(begin, len(gain)):
            if total + gain[place] + sum(padded[place + 1 : place + room]) < least:
                return
            grown = (*chosen, place)
            if total + gain[place] >= least:
                yield grown
            if room > 1:
                yield from extend(grown, total + gain[place], place + 1)

    return extend((), 0.0, 0)
