"""Build a program family by family: each rule adds its rows, columns and costs in bulk."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from matchmaker.planning.arrays import Flags, Floats, Ints, ints, total_per
from matchmaker.planning.program.program import INFINITE, Family, Program


@dataclass
class Assembly:
    """A program in the making. Begins without columns; indexes given out stay valid in the built program."""

    _cost: list[Floats] = field(default_factory=list)
    _lower: list[Floats] = field(default_factory=list)
    _upper: list[Floats] = field(default_factory=list)
    _integer: list[Flags] = field(default_factory=list)
    _extra: list[tuple[Ints, Floats]] = field(default_factory=list)
    _entries: list[tuple[Ints, Ints, Floats]] = field(default_factory=list)
    _row_bounds: list[tuple[Floats, Floats]] = field(default_factory=list)
    _families: list[Family] = field(default_factory=list)
    columns: int = 0
    rows: int = 0

    def add_columns(
        self,
        count: int,
        *,
        cost: Floats | float = 0.0,
        lower: Floats | float = 0.0,
        upper: Floats | float = 1.0,
        integer: bool = False,
    ) -> Ints:
        """`count` new columns; returns their indexes."""
        for store, given in ((self._cost, cost), (self._lower, lower), (self._upper, upper)):
            store.append(np.broadcast_to(np.asarray(given, dtype=np.float64), (count,)))
        self._integer.append(np.full(count, integer))
        self.columns += count
        return np.arange(self.columns - count, self.columns)

    def add_cost(self, columns: Ints, cost: Floats) -> None:
        """Add to the cost of columns that are there already."""
        self._extra.append((columns, cost))

    def add_rows(
        self,
        code: str,
        *,
        count: int,
        entries: tuple[tuple[Ints, Ints, Floats | float], ...],
        lower: Floats | float = -INFINITE,
        upper: Floats | float = INFINITE,
        names: tuple[str, ...] = (),
        keys: Ints | None = None,
        inside: bool = False,
    ) -> None:
        """`count` rows. Each of `entries` is (row 0..count-1, column, value) as arrays.

        `keys` int64[count, len(names)] (or int64[count] for one name) tells what each row is about.
        """
        for row, column, value in entries:
            amount = np.broadcast_to(np.asarray(value, dtype=np.float64), column.shape)
            self._entries.append((row + self.rows, column, amount))
        about = np.zeros((count, 0), dtype=np.int64) if keys is None else keys.reshape(count, len(names))
        self._row_bounds.append(
            (
                np.broadcast_to(np.asarray(lower, dtype=np.float64), (count,)),
                np.broadcast_to(np.asarray(upper, dtype=np.float64), (count,)),
            )
        )
        self._families.append(Family(code, names, about, self.rows, self.rows + count, inside))
        self.rows += count

    def build(self) -> Program:
        cost = _joined(self._cost)
        for columns, amount in self._extra:
            np.add.at(cost, columns, amount)
        row, column, value = self._matrix()
        return Program(
            cost=cost,
            lower=_joined(self._lower),
            upper=_joined(self._upper),
            integer=np.concatenate(self._integer) if self._integer else np.zeros(0, dtype=bool),
            row=row,
            column=column,
            value=value,
            row_lower=_joined([lower for lower, _ in self._row_bounds]),
            row_upper=_joined([upper for _, upper in self._row_bounds]),
            families=tuple(self._families),
        )

    def _matrix(self) -> tuple[Ints, Ints, Floats]:
        """The entries sorted by row and column, those of one place added up."""
        row = np.concatenate([entry[0] for entry in self._entries]) if self._entries else ints(())
        column = np.concatenate([entry[1] for entry in self._entries]) if self._entries else ints(())
        value = _joined([entry[2] for entry in self._entries])
        place, inverse = np.unique(row * max(self.columns, 1) + column, return_inverse=True)
        width = max(self.columns, 1)
        return place // width, place % width, total_per(inverse, value, len(place))


def _joined(parts: list[Floats]) -> Floats:
    return np.concatenate(parts) if parts else np.zeros(0)
