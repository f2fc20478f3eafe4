"""Resolves 同上 and its kin: a cell that says “as above” takes the value above it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from matchmaker.interchange.cells import Cell

# Compared without white space, brackets and a full stop, after NFKC.
MARKS = frozenset({"同上", "同前", "同上行", "同上一行", "如上", "上同", "〃", "″", "''", '"', "”", "“", "ditto", "do"})
_AROUND = "()[]{}。.,，:：“”\"'" + "【】"


def is_ditto(cell: Cell) -> bool:
    """Whether a cell says nothing but “as above”."""
    if not isinstance(cell, str) or len(cell) > 12:
        return False
    text = "".join(unicodedata.normalize("NFKC", cell).casefold().split())
    return text in MARKS or text.strip(_AROUND) in MARKS or (cell.strip() in ("〃", "″", "〞"))


def resolved(cells: Sequence[Cell], above: Sequence[Cell] | None) -> tuple[tuple[Cell, ...], tuple[int, ...]]:
    """The cells with each “as above” replaced by the (resolved) cell above, and the columns with nothing above.

    Those become blank: the mark itself would be taken for a name.
    """
    answer: list[Cell] = list(cells)
    unresolved: list[int] = []
    for column, cell in enumerate(cells):
        if is_ditto(cell):
            answer[column] = above[column] if above is not None else None
            if answer[column] is None:
                unresolved.append(column)
    return tuple(answer), tuple(unresolved)
