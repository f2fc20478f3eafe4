"""Opens a file, finds the table in it and says which column was taken for what, before any row is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from matchmaker.interchange.cells import text_of
from matchmaker.interchange.errors import SheetUnknown
from matchmaker.interchange.mapping.correction import named_headers, resolve
from matchmaker.interchange.mapping.fields import Kind, load_kind
from matchmaker.interchange.mapping.matching import ColumnMapping, match_columns, recognised
from matchmaker.interchange.messages import Message, message
from matchmaker.interchange.reading.limits import Limits
from matchmaker.interchange.reading.opening import Opened, open_file
from matchmaker.interchange.reading.table import Column, Row, Skipped, Table
from matchmaker.interchange.reading.tabulating import tabulate
from matchmaker.interchange.values.normal import is_blank

# Sheets that go with a form; their words are headers too.
_INSTRUCTIONS = re.compile(r"说明|代码表|代码|字典|instructions", re.IGNORECASE)

# Fields that a table of the kind should have; one without them is taken with a note.
EXPECTED: dict[str, tuple[str, ...]] = {
    "needs": ("title", "problem", "organization", "county"),
    "experts": (),
    "achievements": ("text",),
    "organizations": ("county",),
}

# What one of the first cells of a template's example row says.
EXAMPLE_MARK_WITHIN = 2
_EXAMPLE = re.compile(r"[（(【\[]?(?:填写)?(?:示例|样例|范例|例|example)[）)】\]]?(?:[（(].*[)）])?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Looked:
    """A file before its rows are read, for a screen that shows and corrects the mapping.

    `given` are the fields that any row gives; `sheets` names the sheets that could be chosen instead; `notes` are
    about the file as a whole.
    """

    kind: str
    format: str
    table: Table
    mapping: ColumnMapping
    given: frozenset[str]
    sheets: tuple[str, ...]
    notes: tuple[Message, ...]


def look_at(
    kind: str,
    source: Path | bytes,
    filename: str,
    *,
    mapping: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    sheet: str | None = None,
) -> Looked:
    """Look at a file of a kind; the arguments are those of `read_file`.

    Raises the subclasses of `FileRefused` (but not `ColumnsMissing`), `MappingRefused` and `KindUnknown`.
    """
    bounds = limits or Limits()
    fields = load_kind(kind)
    opened = open_file(source, filename, bounds)
    extra = named_headers(mapping)

    def judge(columns: Sequence[Column], sure: bool) -> float:
        return recognised(kind, columns, sure=sure, extra=extra)

    tables = [tabulate(each, judge, bounds) for each in opened.sheets]
    named = [table for table in tables if _names_needed(fields, table)]
    chosen = _with_bad_lines(_chosen(tables, named, kind, filename, sheet), opened)
    matched = match_columns(fields, chosen.columns, resolve(fields, chosen.columns, mapping))
    given = _given(chosen, matched)
    return Looked(
        kind=kind,
        format=opened.format,
        table=chosen,
        mapping=matched,
        given=given,
        sheets=tuple(table.sheet for table in tables),
        notes=(*_sheet_notes(opened, named, chosen), *_column_notes(kind, matched, given, chosen)),
    )


def is_example(row: Row) -> bool:
    """Whether one of the first cells (编号 or 序号) says 示例 and nothing else."""
    return any(_EXAMPLE.fullmatch(text_of(cell)) for cell in row.cells[:EXAMPLE_MARK_WITHIN])


def _names_needed(kind: Kind, table: Table) -> bool:
    """Whether a table has a header that names what a row of the kind needs, and is no sheet of instructions."""
    if _INSTRUCTIONS.search(table.sheet):
        return False
    return table.confident and not match_columns(kind, table.columns, {}).fields.isdisjoint(kind.needed)


def _chosen(tables: list[Table], named: list[Table], kind: str, filename: str, sheet: str | None) -> Table:
    """The asked table, else the one whose header is recognised best (the fuller and earlier of equals)."""
    if sheet is not None:
        for table in tables:
            if table.sheet == sheet:
                return table
        known = "、".join(table.sheet for table in tables)
        raise SheetUnknown(filename=filename, sheet=sheet, known=known)

    def merit(table: Table) -> tuple[bool, float, int]:
        return table in named, round(recognised(kind, table.columns), 1), len(table.rows)

    return max(tables, key=merit) if tables else Table(filename, 0, (), ())


def _with_bad_lines(table: Table, opened: Opened) -> Table:
    bad_lines = (Skipped(number, message("row.bad_json")) for number in opened.bad_lines)
    return replace(table, skipped=(*table.skipped, *bad_lines))


def _given(table: Table, mapping: ColumnMapping) -> frozenset[str]:
    """The fields that have a text in any data row but the template's example."""
    rows = [row for row in table.rows if not is_example(row)]
    return frozenset(
        match.field for match in mapping.mapped if any(not is_blank(text_of(row.cells[match.column])) for row in rows)
    )


def _sheet_notes(opened: Opened, named: list[Table], chosen: Table) -> list[Message]:
    if opened.format not in ("xlsx", "xls"):
        return []
    others = [table for table in named if table.sheet != chosen.sheet and table.rows]
    return [
        message("sheet.chosen", sheet=chosen.sheet, row=chosen.header_row),
        *(message("sheet.other", sheet=table.sheet) for table in others),
        *(message("sheet.hidden", sheet=name) for name in opened.hidden),
        *(message("sheet.oversized", sheet=name) for name in opened.oversized),
    ]


def _column_notes(kind: str, mapping: ColumnMapping, given: frozenset[str], table: Table) -> list[Message]:
    notes = []
    for column in mapping.unmapped:
        header = column.header or column.letter
        if column.taken_by is not None:
            notes.append(message("column.double", header=header, other=column.taken_by))
        elif not column.ignored:
            notes.append(message("column.unknown", header=header))
    if all(is_example(row) for row in table.rows):
        return notes
    fields = load_kind(kind).fields
    notes += [message("column.missing", field=fields[name].header) for name in EXPECTED[kind] if name not in given]
    if kind in ("needs", "organizations") and "uscc" not in given:
        notes.append(message("column.no_uscc"))
    return notes
