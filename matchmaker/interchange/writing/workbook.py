"""Writes tables as .xlsx workbooks that read well, print well and hold no formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matchmaker.interchange.writing.texts import Exported, check_lengths

if TYPE_CHECKING:
    from openpyxl import Workbook

    from matchmaker.interchange.writing.page import Page


@dataclass(frozen=True, slots=True)
class Column:
    """A column to write; `width` in characters."""

    header: str
    width: int = 16


def write_workbook(
    columns: Sequence[Column], rows: Iterable[Sequence[Exported]], *, sheet: str = "导出", notes: Sequence[str] = ()
) -> bytes:
    """One table as a workbook: header frozen and repeated on every printed page, A4 landscape, texts as texts.

    `notes` are lines below the table. Raises `CellTooLong`.
    """
    headers = [column.header for column in columns]
    # Before the first byte: a workbook that is given up half way leaves a broken stream behind.
    checked = [check_lengths(row, headers, number) for number, row in enumerate(rows, start=2)]
    book = _new_book()
    page = _page(book, sheet, headers, [column.width for column in columns])
    for row in checked:
        page.add(row)
    for note in notes:
        page.add([])
        page.add([note], look="note")
    return saved(book)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a workbook with several."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Exported]]


def write_sheets(sheets: Sequence[Sheet]) -> bytes:
    """Several tables as one workbook, each on a sheet that looks as `write_workbook`'s. Raises `CellTooLong`."""
    for sheet in sheets:
        headers = [column.header for column in sheet.columns]
        for number, row in enumerate(sheet.rows, start=2):
            check_lengths(row, headers, number)
    book = _new_book()
    for sheet in sheets:
        page = _page(book, sheet.name, [one.header for one in sheet.columns], [one.width for one in sheet.columns])
        for row in sheet.rows:
            page.add(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The workbook's bytes."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _new_book() -> Workbook:
    from openpyxl import Workbook  # 8 MB, only in processes that write one

    return Workbook(write_only=True)


def _page(book: Workbook, name: str, headers: Sequence[str], widths: Sequence[int]) -> Page:
    from matchmaker.interchange.writing.page import Page  # as above

    return Page(book, name, headers, widths)
