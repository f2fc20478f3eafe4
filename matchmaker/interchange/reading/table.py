"""The values that reading ends in: a table of data rows, and what was set aside around them."""

from __future__ import annotations

from dataclasses import dataclass

from matchmaker.interchange.cells import Cell
from matchmaker.interchange.messages import Message


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    `header` is what the header says (of two header rows: upper/lower); `letter` is its name in a workbook.
    `readings` are the texts it may be recognised by: joined, lower alone, upper alone.
    """

    index: int
    letter: str
    header: str
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A data row: `number` as the user sees it in the file, one cell for each column of the table."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that was not taken, by its number in the file, with the reason."""

    row: int
    reason: Message


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Something to warn of in one cell of a data row; `column` is an index into the table's columns."""

    row: int
    column: int
    problem: Message


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet as a table.

    `header_row` is the first row of the header as the user numbers it (0 for JSON lines, which have none).
    `rows` are data rows; `skipped` those that cannot be read (a cell too long, no JSON), `set_aside` those that are
    no data (titles, blank rows, sums, notes, the header again). `confident` is False if the header was guessed.
    """

    sheet: str
    header_row: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    skipped: tuple[Skipped, ...] = ()
    set_aside: tuple[Skipped, ...] = ()
    problems: tuple[CellProblem, ...] = ()
    confident: bool = True
