"""Reads the fields of one row: finds their columns, runs the parsers, gathers warnings and original texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from matchmaker.interchange.cells import Cell, one_line, text_of
from matchmaker.interchange.mapping.matching import ColumnMapping
from matchmaker.interchange.messages import Message
from matchmaker.interchange.reading.table import Row
from matchmaker.interchange.rows.drafts import RowWarning
from matchmaker.interchange.rows.lists import Lists
from matchmaker.interchange.values.normal import is_blank
from matchmaker.interchange.values.read import Read

Value = TypeVar("Value")


class RowReader:
    """One row of a table under a mapping; `given` are the fields that any row of the table gives.

    Warnings gather in `warnings` as fields are read.
    """

    def __init__(self, row: Row, mapping: ColumnMapping, given: frozenset[str], lists: Lists) -> None:
        self.number = row.number
        self.lists = lists
        self.warnings: list[RowWarning] = []
        self._cells = row.cells
        self._mapping = mapping
        self._given = given

    def has(self, field: str) -> bool:
        """Whether the table gives a field in any of its rows: a blank cell is worth a warning only then."""
        return field in self._given

    def header(self, field: str) -> str:
        """The header of a field's first column, "" without one."""
        return next((match.header for match in self._mapping.columns_of(field)), "")

    def cell(self, field: str) -> Cell:
        """The cell of a field's first column, None without one."""
        return next((self._cells[match.column] for match in self._mapping.columns_of(field)), None)

    def text(self, field: str) -> str:
        """The text of a field; of several columns all different texts, a line each. "" for words such as 无."""
        texts = [text_of(self._cells[match.column]) for match in self._mapping.columns_of(field)]
        return "\n".join(dict.fromkeys(text for text in texts if not is_blank(text)))

    def line(self, field: str) -> str:
        """The text of a field on one line."""
        return one_line(self.text(field))

    def take(self, field: str, parse: Callable[[str], Read[Value]]) -> Value:
        """Parse a field's text, keeping the warnings."""
        return self.keep(field, parse(self.text(field)))

    def take_cell(self, field: str, parse: Callable[[Cell], Read[Value]]) -> Value:
        """Parse a field's cell (a number or a date says more than its text), keeping the warnings."""
        return self.keep(field, parse(self.cell(field)))

    def keep(self, field: str, read: Read[Value]) -> Value:
        """The value of what was read; its warnings are kept under the field."""
        for warning in read.warnings:
            self.warn(field, warning)
        return read.value

    def warn(self, field: str, problem: Message) -> None:
        """Keep a warning, once."""
        warning = RowWarning(self.number, field, problem)
        if warning not in self.warnings:
            self.warnings.append(warning)

    @property
    def original(self) -> Mapping[str, str]:
        """Field -> its text as written, without blank ones."""
        texts: dict[str, list[str]] = {}
        for match in self._mapping.mapped:
            text = text_of(self._cells[match.column])
            if text:
                texts.setdefault(match.field, []).append(text)
        return {field: "\n".join(dict.fromkeys(parts)) for field, parts in texts.items()}

    @property
    def extra(self) -> Mapping[str, str]:
        """Header (or letter) of a column that is no field -> its text, without blank ones."""
        texts: dict[str, str] = {}
        for column in self._mapping.unmapped:
            text = text_of(self._cells[column.column])
            if text and not column.ignored:
                header = column.header or column.letter
                # Two columns may bear the same header.
                texts[header if header not in texts else f"{header} ({column.letter})"] = text
        return texts
