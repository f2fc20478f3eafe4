"""Finds the header of a sheet: below titles, over one row or several with merged cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matchmaker.interchange.cells import column_letters, one_line
from matchmaker.interchange.reading.sheet import Sheet
from matchmaker.interchange.reading.table import Column

# (columns, sure) -> how many of the columns are recognised, each counted by its certainty between 0 and 1; with
# `sure` only known names count, which is quick.
Judge = Callable[[Sequence[Column], bool], float]

LONGEST_LABEL = 60
LONGEST_BLOCK = 3
SECOND_ROW = 0.6
CONFIDENT = 1.7
# Rows among which a header with hardly a known name is looked for by likeness.
UNSURE_ROWS = 10


@dataclass(frozen=True, slots=True)
class Header:
    """Rows `first` to `last` (from 0, inclusive) name the columns; `score` is what the judge gave."""

    first: int
    last: int
    columns: tuple[Column, ...]
    score: float

    @property
    def confident(self) -> bool:
        """At least two columns were recognised, or one of at most two."""
        named = sum(1 for column in self.columns if column.header)
        return self.score >= CONFIDENT or (self.score >= 0.9 and named <= 2)


def find_header(sheet: Sheet, judge: Judge, rows: int) -> Header:
    """The header among the first `rows` rows: the best by the judge, the uppermost of equals.

    Where nothing is recognised, the fullest of the first rows; its `confident` is then False.
    """
    if sheet.records:
        return _header(sheet, 0, 0, judge)
    best, merit = _best(sheet, judge, rows, sure=True)
    if merit < CONFIDENT:
        best, merit = _best(sheet, judge, min(rows, UNSURE_ROWS), sure=False)
    if merit > 0.0:
        return _header(sheet, best.first, best.last, judge)
    fullest = _fullest(sheet, rows)
    return _header(sheet, fullest, fullest, judge)


def _best(sheet: Sheet, judge: Judge, rows: int, *, sure: bool) -> tuple[Header, float]:
    """The best header among the first rows and its score less what it had to make up for."""
    candidates = [
        (_header(sheet, first, last, judge, sure=sure), penalty)
        for first in range(min(rows, len(sheet.rows)))
        for last, penalty in _ends(sheet, first, judge)
    ]
    best, penalty = max(candidates, key=lambda candidate: candidate[0].score - candidate[1])
    return best, best.score - penalty


def _ends(sheet: Sheet, first: int, judge: Judge) -> list[tuple[int, float]]:
    """Rows at which a header that begins at `first` may end, each with what its score has to make up for.

    Where cells are merged downwards they say where it ends. Else it is one row, or two if the second names at least
    two columns itself (a row of data may happen to hold one word that is a header elsewhere).
    """
    merged = [merge.bottom for merge in sheet.merges if merge.top == first and merge.bottom > first]
    if merged and max(merged) - first < LONGEST_BLOCK:
        return [(first, SECOND_ROW), (max(merged), 0.0)]
    second = first + 1
    if second < len(sheet.rows) and _header(sheet, second, second, judge, sure=True).score >= CONFIDENT:
        return [(first, 0.0), (second, SECOND_ROW)]
    return [(first, 0.0)]


def _header(sheet: Sheet, first: int, last: int, judge: Judge, *, sure: bool = False) -> Header:
    block = [sheet.texts(row) for row in range(first, min(last, len(sheet.rows) - 1) + 1)]
    columns = tuple(_column(index, [texts[index] for texts in block]) for index in range(sheet.width))
    return Header(first, last, columns, judge(columns, sure))


def _column(index: int, texts: Sequence[str]) -> Column:
    """The column of a stack of labels, repeated (merged) labels counted once."""
    labels = list(dict.fromkeys(one_line(text) for text in texts if text and len(text) <= LONGEST_LABEL))
    readings = ("".join(labels), *reversed(labels)) if len(labels) > 1 else tuple(labels)
    return Column(index=index, letter=column_letters(index), header="/".join(labels), readings=readings)


def _fullest(sheet: Sheet, rows: int) -> int:
    """The row among the first ten with the most different labels."""

    def labels(row: int) -> int:
        return len({text for text in sheet.texts(row) if text and len(text) <= LONGEST_LABEL})

    return max(range(min(rows, 10, len(sheet.rows))), key=labels)
