"""A table for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A title, the heads of the columns, and rows of as many texts."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def lines(self) -> list[str]:
        """The table with aligned columns; the first one to the left, the others to the right."""
        cells = [self.heads, *self.rows]
        widths = [max(len(row[place]) for row in cells if place < len(row)) for place in range(len(self.heads))]
        drawn = [
            "  ".join(
                cell.ljust(width) if place == 0 else cell.rjust(width)
                for place, (cell, width) in enumerate(zip(row, widths, strict=False))
            )
            for row in cells
        ]
        return [self.title, "-" * len(self.title), *drawn, ""]


def milliseconds(seconds: float) -> str:
    """For people."""
    return f"{1000 * seconds:.1f} ms"
