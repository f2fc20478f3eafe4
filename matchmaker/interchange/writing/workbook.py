"""Writes tables as .xlsx workbooks that read well, print well and hold no formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from matchmaker.interchange.errors import CellTooLong
from matchmaker.interchange.writing.texts import FORMULA, Exported, plain, workbook_text

LONGEST_CELL = 32_767
LONGEST_SHEET_NAME = 31
A4 = 9

_LINE = Side(style="thin", color="BFC5CC")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEADER_FILL = PatternFill("solid", fgColor="E8EEF5")


@dataclass(frozen=True, slots=True)
class Column:
    """A column to write; `width` in characters."""

    header: str
    width: int = 16


def write_workbook(
    columns: Sequence[Column], rows: Iterable[Sequence[Exported]], *, sheet: str = "导出", notes: Sequence[str] = ()
) -> bytes:
    """One table as a workbook: header frozen and repeated on every printed page, A4 landscape, texts as texts.

    `notes` are lines below the table (each set off by a blank row). Raises `CellTooLong`.
    """
    book = Workbook(write_only=True)
    add_table(book, sheet, columns, rows, notes=notes)
    return saved(book)


def add_table(
    book: Workbook,
    sheet: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Exported]],
    *,
    notes: Sequence[str] = (),
) -> WriteOnlyWorksheet:
    """Add a sheet with a table to a workbook made with `write_only=True`."""
    page = book.create_sheet(sheet_name(sheet))
    set_up(page, [column.width for column in columns])
    page.append([header_cell(page, column.header) for column in columns])
    for number, row in enumerate(rows, start=2):
        page.append([data_cell(page, value, columns[at].header, number) for at, value in enumerate(row)])
    for note in notes:
        page.append([])
        page.append([data_cell(page, note, columns[0].header, 0, bordered=False)])
    return page


def set_up(page: WriteOnlyWorksheet, widths: Sequence[int]) -> None:
    """Widths, frozen header, and printing on A4 landscape, as wide as the paper."""
    for at, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(at)].width = width
    page.freeze_panes = "A2"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = A4
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
    page.print_options.horizontalCentered = True
    page.page_margins.left = page.page_margins.right = 0.4
    page.oddFooter.center.text = "&P / &N"


def header_cell(page: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    """A cell of the header."""
    cell = _text_cell(page, text)
    cell.font = Font(bold=True)
    cell.fill = _HEADER_FILL
    cell.border = _BORDER
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return cell


def data_cell(
    page: WriteOnlyWorksheet, value: Exported, header: str, row: int, *, bordered: bool = True
) -> WriteOnlyCell:
    """A cell of the table. Raises `CellTooLong`, which names the column and the row."""
    written = plain(value)
    if isinstance(written, str):
        if len(workbook_text(written)) > LONGEST_CELL:
            raise CellTooLong(column=header, row=row, length=len(written))
        cell = _text_cell(page, written)
    else:
        cell = WriteOnlyCell(page, value=written)
    if bordered:
        cell.border = _BORDER
    cell.alignment = Alignment(vertical="top", wrap_text=bordered)
    return cell


def _text_cell(page: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    """A cell whose text stays text, when it is opened and when it is edited."""
    cell = WriteOnlyCell(page, value=workbook_text(text))
    cell.data_type = "s"
    if FORMULA.match(text):
        cell.quotePrefix = True
    return cell


def sheet_name(text: str) -> str:
    """A name that a sheet may bear: without []:*?/\\ and at most 31 characters."""
    return "".join("_" if sign in "[]:*?/\\" else sign for sign in text)[:LONGEST_SHEET_NAME].strip("'") or "Sheet"


def saved(book: Workbook) -> bytes:
    """The workbook's bytes."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
