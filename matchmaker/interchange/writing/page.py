"""A sheet being written: its cells have one of a few looks, texts stay texts, and it prints well."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from matchmaker.interchange.writing.texts import FORMULA, Exported, plain, workbook_text

LONGEST_SHEET_NAME = 31
A4 = 9

_LINE = Side(style="thin", color="BFC5CC")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def _as_header(cell: WriteOnlyCell) -> None:
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="E8EEF5")
    cell.border = _BORDER
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _as_data(cell: WriteOnlyCell) -> None:
    cell.border = _BORDER
    cell.alignment = Alignment(vertical="top", wrap_text=True)


def _as_example(cell: WriteOnlyCell) -> None:
    _as_data(cell)
    cell.font = Font(italic=True, color="808890")


def _as_note(cell: WriteOnlyCell) -> None:
    cell.alignment = Alignment(vertical="top")


LOOKS: dict[str, Callable[[WriteOnlyCell], None]] = {
    "header": _as_header,
    "data": _as_data,
    "example": _as_example,
    "note": _as_note,
}


class Page:
    """A sheet of a workbook made with `write_only=True`: rows are added from the top, each once."""

    def __init__(self, book: Workbook, name: str, headers: Sequence[str], widths: Sequence[int]) -> None:
        self._page = book.create_sheet(sheet_name(name))
        self._styles: dict[tuple[str, bool, str], Any] = {}
        self._set_up(widths)
        self.add(headers, look="header")

    def add(self, values: Sequence[Exported], *, look: str = "data") -> None:
        """Add a row; its texts must fit (see `check_lengths`)."""
        self._page.append([self._cell(value, look) for value in values])

    def allow(self, column: int, rule: DataValidation) -> None:
        """Give a column (from 1) below the header a rule for what is typed there."""
        letter = get_column_letter(column)
        rule.add(f"{letter}2:{letter}1000")
        self._page.data_validations.append(rule)

    def _set_up(self, widths: Sequence[int]) -> None:
        """Widths, frozen header, and printing on A4 landscape, as wide as the paper, the header on every page."""
        page = self._page
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

    def _cell(self, value: Exported, look: str) -> WriteOnlyCell:
        written = plain(value)
        if isinstance(written, str):
            return self._text_cell(written, look)
        cell = WriteOnlyCell(self._page, value=written)
        number_format = "yyyy-mm-dd hh:mm" if isinstance(written, datetime) else ""
        number_format = "yyyy-mm-dd" if isinstance(written, date) and not number_format else number_format
        cell._style = self._style(look, guarded=False, number_format=number_format)
        return cell

    def _text_cell(self, text: str, look: str) -> WriteOnlyCell:
        """A cell whose text stays text, when it is opened and when it is edited."""
        cell = WriteOnlyCell(self._page, value=workbook_text(text))
        cell.data_type = "s"
        cell._style = self._style(look, guarded=FORMULA.match(text) is not None, number_format="")
        return cell

    def _style(self, look: str, *, guarded: bool, number_format: str) -> Any:
        """The style of a look, made once: openpyxl compares all its parts whenever one is set on a cell."""
        key = (look, guarded, number_format)
        if key not in self._styles:
            cell = WriteOnlyCell(self._page, value="")
            LOOKS[look](cell)
            if guarded:
                cell.quotePrefix = True
            if number_format:
                cell.number_format = number_format
            self._styles[key] = cell._style
        return self._styles[key]


def sheet_name(text: str) -> str:
    """A name that a sheet may bear: without []:*?/\\ and at most 31 characters."""
    return "".join("_" if sign in "[]:*?/\\" else sign for sign in text)[:LONGEST_SHEET_NAME].strip("'") or "Sheet"
