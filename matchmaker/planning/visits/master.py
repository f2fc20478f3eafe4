"""The program over columns of whole trips instead of trip and visit atoms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from matchmaker.planning.arrays import Flags, Floats, Ints, spans, total_per
from matchmaker.planning.program.program import Program
from matchmaker.planning.visits.columns import Choice, Columns, columns_of
from matchmaker.planning.visits.layout import Layout


@dataclass(frozen=True)
class Master:
    """`program`: first the trip columns, then the serves of their pairs, then all slacks of `whole`.

    `serves`: which serve atoms are in it; `rest`: the index in `whole` of each column after the trip columns. Rows
    are those of `whole`; the rows inside trips are empty.
    """

    whole: Program
    layout: Layout
    columns: Columns
    program: Program
    rest: Ints

    @cached_property
    def owner(self) -> Ints:
        """The traveller of each trip column."""
        return self.layout.trip_traveller[self.columns.trip]

    @cached_property
    def pair_columns(self) -> tuple[Ints, Ints]:
        """(column, pair) of every visit in a trip column."""
        return self.columns.owner, self.layout.visit_pair[self.columns.visits]

    @cached_property
    def is_serve(self) -> Flags:
        """bool[program.columns]"""
        flags = np.zeros(self.program.columns, dtype=bool)
        flags[self.columns.count :] = self.rest < self._first_slack
        return flags

    @property
    def _first_slack(self) -> int:
        return self.layout.trips + self.layout.visits + self.layout.serves

    @cached_property
    def near_slack(self) -> Flags:
        """Slacks that share a row with a trip column or a serve; the other slacks measure slacks."""
        program = self.program
        slack = np.zeros(program.columns, dtype=bool)
        slack[self.columns.count :] = self.rest >= self._first_slack
        rows = np.zeros(program.rows, dtype=bool)
        rows[program.row[~slack[program.column]]] = True
        near = np.zeros(program.columns, dtype=bool)
        near[program.column[rows[program.row]]] = True
        return near & slack

    @cached_property
    def far_slack(self) -> Flags:
        slack = np.zeros(self.program.columns, dtype=bool)
        slack[self.columns.count :] = self.rest >= self._first_slack
        return slack & ~self.near_slack

    def atoms(self, x: Floats) -> Floats:
        """The point of `whole` that the point x of `program` stands for."""
        whole = np.zeros(self.whole.columns)
        count = self.columns.count
        np.add.at(whole, self.columns.trip, x[:count])
        np.add.at(whole, self.layout.trips + self.columns.visits, x[:count][self.columns.owner])
        whole[self.rest] = x[count:]
        return whole

    def point(self, whole: Floats) -> Floats:
        """The other way for an integral point whose trips are all among the columns; KeyError otherwise."""
        number = {choice: c for c, choice in enumerate(self.columns.choices())}
        x = np.zeros(self.program.columns)
        for choice in chosen_trips(self.layout, whole):
            x[number[choice]] = 1.0
        x[self.columns.count :] = whole[self.rest]
        return x


def chosen_trips(layout: Layout, whole: Floats) -> list[Choice]:
    """The trips of an integral point, as columns."""
    stops: dict[int, list[int]] = {}
    for visit in np.flatnonzero(whole[layout.trips : layout.trips + layout.visits] > 0.5).tolist():
        stops.setdefault(int(layout.visit_trip[visit]), []).append(visit)
    return [(trip, tuple(visits)) for trip, visits in sorted(stops.items())]


def master_of(whole: Program, layout: Layout, columns: Columns) -> Master:
    """The program over these columns."""
    pairs = np.zeros(len(layout.pair_traveller), dtype=bool)
    pairs[layout.visit_pair[columns.visits]] = True
    first = layout.trips + layout.visits
    serves = first + np.flatnonzero(pairs[layout.serve_pair])
    rest = np.concatenate((serves, np.arange(first + layout.serves, whole.columns)))
    row, column, value = _matrix(whole, layout, columns, rest)
    trips = np.ones(columns.count)
    program = replace(
        whole,
        cost=np.concatenate((_costs(whole, layout, columns), whole.cost[rest])),
        lower=np.concatenate((np.zeros(columns.count), whole.lower[rest])),
        upper=np.concatenate((trips, whole.upper[rest])),
        integer=np.concatenate((trips > 0, whole.integer[rest])),
        row=row,
        column=column,
        value=value,
    )
    return Master(whole=whole, layout=layout, columns=columns, program=program, rest=rest)


def _costs(whole: Program, layout: Layout, columns: Columns) -> Floats:
    visits = whole.cost[layout.trips + columns.visits]
    return whole.cost[columns.trip] + total_per(columns.owner, visits, columns.count)


def _matrix(whole: Program, layout: Layout, columns: Columns, rest: Ints) -> tuple[Ints, Ints, Floats]:
    """Outer rows only: each trip column is the sum of its atoms' columns."""
    atom = np.concatenate((columns.trip, layout.trips + columns.visits, rest))
    target = np.concatenate((np.arange(columns.count), columns.owner, columns.count + np.arange(len(rest))))
    starts, rows, values = whole.by_column
    lengths = np.diff(starts)[atom]
    place = spans(starts[atom], lengths)
    keep = whole.outer_row[rows[place]]
    row, column, value = rows[place][keep], np.repeat(target, lengths)[keep], values[place][keep]
    width = columns.count + len(rest)
    entry, inverse = np.unique(row * width + column, return_inverse=True)
    return entry // width, entry % width, total_per(inverse, value, len(entry))


def master_with(master: Master, choices: list[Choice]) -> Master:
    """The same with more columns."""
    columns = master.columns.with_more(choices)
    return master if columns.count == master.columns.count else master_of(master.whole, master.layout, columns)


def empty_master(whole: Program, layout: Layout) -> Master:
    return master_of(whole, layout, columns_of([]))
