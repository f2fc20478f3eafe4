"""Makes a table of a sheet: finds its header, sets aside what is no data, resolves 同上."""

from __future__ import annotations

from dataclasses import dataclass, field

from matchmaker.interchange.cells import Cell
from matchmaker.interchange.messages import message
from matchmaker.interchange.reading.ditto import resolved
from matchmaker.interchange.reading.header import Header, Judge, find_header
from matchmaker.interchange.reading.layout import Layout, blank_run, titles_above
from matchmaker.interchange.reading.limits import Limits
from matchmaker.interchange.reading.sheet import Sheet
from matchmaker.interchange.reading.table import CellProblem, Column, Row, Skipped, Table


def tabulate(sheet: Sheet, judge: Judge, limits: Limits) -> Table:
    """The table of a sheet that holds anything; `judge` says how well a row names columns."""
    header = find_header(sheet, judge, limits.header_rows)
    columns = tuple(column for column in header.columns if column.header or _used(sheet, header, column))
    gathered = _Gathering(sheet, columns, limits.cell_characters, set_aside=titles_above(sheet, header))
    gathered.read(header)
    return Table(
        sheet=sheet.name,
        header_row=0 if sheet.records else header.first + 1,
        columns=columns,
        rows=tuple(gathered.rows),
        skipped=tuple(gathered.skipped),
        set_aside=tuple(gathered.set_aside),
        problems=tuple(gathered.problems),
        confident=header.confident,
    )


def _used(sheet: Sheet, header: Header, column: Column) -> bool:
    """Whether a column without a header holds anything below it."""
    return any(sheet.cell(row, column.index) not in (None, "") for row in range(header.last + 1, len(sheet.rows)))


@dataclass
class _Gathering:
    """Goes down a sheet once and sorts its rows."""

    sheet: Sheet
    columns: tuple[Column, ...]
    longest_cell: int
    rows: list[Row] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    set_aside: list[Skipped] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    _blank: list[int] = field(default_factory=list)
    _above: tuple[Cell, ...] | None = None

    def read(self, header: Header) -> None:
        """Sort every row below the header."""
        layout = Layout(self.sheet, header)
        for row in range(header.last + 1, len(self.sheet.rows)):
            self._sort(row, layout)

    def _sort(self, row: int, layout: Layout) -> None:
        number = row if self.sheet.records else row + 1
        texts = self.sheet.texts(row)
        if not any(texts):
            self._blank.append(number)
            return
        if self._blank and not self.sheet.records:
            self.set_aside.append(blank_run(self._blank))
        self._blank = []
        reason = None if self.sheet.records else layout.judge(row, texts)
        if reason is not None:
            self.set_aside.append(Skipped(number, reason))
        else:
            self._take(row, number, texts)

    def _take(self, row: int, number: int, texts: list[str]) -> None:
        for column in self.columns:
            length = len(texts[column.index])
            if length > self.longest_cell:
                header = column.header or column.letter
                reason = message("row.cell_too_long", header=header, length=length, limit=self.longest_cell)
                self.skipped.append(Skipped(number, reason))
                return
        raw = tuple(self.sheet.cell(row, column.index) for column in self.columns)
        cells, unresolved = resolved(raw, self._above)
        for index in unresolved:
            problem = message("cell.ditto_unresolved", text=str(raw[index]))
            self.problems.append(CellProblem(number, index, problem))
        self._above = cells
        self.rows.append(Row(number, cells))
