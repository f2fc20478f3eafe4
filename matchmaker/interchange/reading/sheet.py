"""A sheet as a grid of cells, with merged cells filled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from matchmaker.interchange.cells import Cell, text_of


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; all four count from 0 and are inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """A grid of cells. Row i is the row that Excel numbers i + 1. Rows may differ in length; merges are filled.

    `records` tells that the first row holds the keys of records (JSON lines), so nothing need be looked for.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merges: tuple[Merge, ...] = ()
    records: bool = False

    @cached_property
    def width(self) -> int:
        """How many columns hold anything."""
        return max((len(row) for row in self.rows), default=0)

    def cell(self, row: int, column: int) -> Cell:
        """The cell, None beyond the end of the row."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def texts(self, row: int) -> list[str]:
        """The texts of a row, padded to the sheet's width."""
        cells = self.rows[row]
        return [text_of(cell) for cell in cells] + [""] * (self.width - len(cells))


def filled(rows: Sequence[Sequence[Cell]], merges: Iterable[Merge], budget: int) -> tuple[tuple[Cell, ...], ...]:
    """`rows` with the value of a merged range's first cell in all its blank cells.

    Ranges are cut to the rows there are. `budget` bounds how many cells are filled: what is merged beyond it stays
    blank, which only a workbook made to harm can reach.
    """
    grid = [list(row) for row in rows]
    width = max((len(row) for row in grid), default=0)
    for merge in merges:
        if merge.top >= len(grid) or merge.left >= len(grid[merge.top]):
            continue
        value = grid[merge.top][merge.left]
        bottom, right = min(merge.bottom, len(grid) - 1), min(merge.right, width - 1)
        budget -= (bottom - merge.top + 1) * (right - merge.left + 1)
        if budget < 0:
            break
        if value is not None:
            _fill(grid, Merge(merge.top, merge.left, bottom, right), value)
    return tuple(tuple(row) for row in grid)


def _fill(grid: list[list[Cell]], merge: Merge, value: Cell) -> None:
    for row in grid[merge.top : merge.bottom + 1]:
        row.extend([None] * (merge.right + 1 - len(row)))
        for column in range(merge.left, merge.right + 1):
            if row[column] is None:
                row[column] = value
