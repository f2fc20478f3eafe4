"""A mixed-integer program to maximise, as arrays, with a name for every row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from matchmaker.planning.arrays import Flags, Floats, Ints, starts_of, total_per

INFINITE = float("inf")


@dataclass(frozen=True)
class Family:
    """Rows first..last-1: one kind of limit. `keys` int64[n, len(names)] says what each row is about.

    `inside` marks rows that only tie the atoms of one trip together; columns of whole trips need no such row.
    """

    code: str
    names: tuple[str, ...]
    keys: Ints
    first: int
    last: int
    inside: bool

    def about(self, row: int) -> dict[str, int]:
        return {name: int(key) for name, key in zip(self.names, self.keys[row - self.first], strict=True)}


@dataclass(frozen=True)
class Program:
    """max cost·x, row_lower <= A x <= row_upper, lower <= x <= upper, x[integer] whole.

    A is given by (row, column, value), sorted by row, then column. Every column has finite bounds, so that any
    vector of duals proves a bound (see `certificate`).
    """

    cost: Floats
    lower: Floats
    upper: Floats
    integer: Flags
    row: Ints
    column: Ints
    value: Floats
    row_lower: Floats
    row_upper: Floats
    families: tuple[Family, ...]

    @property
    def columns(self) -> int:
        return len(self.cost)

    @property
    def rows(self) -> int:
        return len(self.row_lower)

    @cached_property
    def by_column(self) -> tuple[Ints, Ints, Floats]:
        """(starts int64[columns + 1], row, value): the matrix sorted by column."""
        order = np.argsort(self.column, kind="stable")
        return starts_of(self.column[order], self.columns), self.row[order], self.value[order]

    @cached_property
    def row_starts(self) -> Ints:
        return starts_of(self.row, self.rows)

    @cached_property
    def outer_row(self) -> Flags:
        """Which rows tie more than one trip together."""
        outer = np.ones(self.rows, dtype=bool)
        for family in self.families:
            outer[family.first : family.last] = not family.inside
        return outer

    def activity(self, x: Floats) -> Floats:
        """A x."""
        return total_per(self.row, self.value * x[self.column], self.rows)

    def worth(self, x: Floats) -> float:
        return float(self.cost @ x)

    def satisfied(self, x: Floats, tolerance: float = 1e-6) -> bool:
        """Whether x keeps all rows and bounds."""
        activity = self.activity(x)
        in_rows = (activity >= self.row_lower - tolerance) & (activity <= self.row_upper + tolerance)
        in_box = (x >= self.lower - tolerance) & (x <= self.upper + tolerance)
        return bool(in_rows.all() and in_box.all())

    def family(self, code: str) -> Family:
        """The first family with this code; KeyError if the program has none."""
        for family in self.families:
            if family.code == code:
                return family
        raise KeyError(code)

    def family_of(self, row: int) -> Family:
        return next(family for family in self.families if family.first <= row < family.last)

    def limit(self, row: int) -> tuple[str, dict[str, Any]]:
        """The code of a row and what it is about, with the limit itself."""
        family = self.family_of(row)
        bound = self.row_upper[row] if np.isfinite(self.row_upper[row]) else self.row_lower[row]
        return family.code, {**family.about(row), "limit": float(bound)}


def with_row(program: Program, columns: Ints, *, lower: float = -INFINITE, upper: float = INFINITE) -> Program:
    """The program with one more row, lower <= sum of these columns <= upper, that has no name."""
    return replace(
        program,
        row=np.concatenate((program.row, np.full(len(columns), program.rows))),
        column=np.concatenate((program.column, np.sort(columns))),
        value=np.concatenate((program.value, np.ones(len(columns)))),
        row_lower=np.append(program.row_lower, lower),
        row_upper=np.append(program.row_upper, upper),
    )
