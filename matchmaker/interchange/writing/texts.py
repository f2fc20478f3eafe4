"""Texts as workbooks and delimited files can hold them, never as formulas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from matchmaker.interchange.cells import Cell, clean, text_of
from matchmaker.interchange.errors import CellTooLong

# What a spreadsheet takes for a formula when it opens a delimited file, apostrophes that guard one included.
FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
# _x000D_ in a workbook's text means a control character; the underscore itself is then written as _x005F_.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

Exported = Cell | Decimal

LONGEST_CELL = 32_767
# Escaping makes a text at most seven times longer.
SURELY_SHORT = LONGEST_CELL // 7


def plain(value: Exported) -> str | int | float | date | datetime | time | timedelta | None:
    """A value as it is written: texts without unseen characters, 是 and 否, decimals as numbers, "" as nothing."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, str):
        return clean(value) or None
    return value


def workbook_text(text: str) -> str:
    """A text for a workbook's cell: what looks like an escape is escaped."""
    return _ESCAPE.sub("_x005F_", text)


def check_lengths(row: Sequence[Exported], headers: Sequence[str], number: int) -> Sequence[Exported]:
    """The row itself, if a workbook's cells can hold it. Raises `CellTooLong`, which names the column and the row."""
    for header, value in zip(headers, row, strict=False):
        if isinstance(value, str) and len(value) > SURELY_SHORT and len(workbook_text(value)) > LONGEST_CELL:
            raise CellTooLong(column=header, row=number, length=len(value))
    return row


def delimited_text(value: Exported) -> str:
    """A value for a delimited file; an apostrophe guards what a spreadsheet would take for a formula."""
    written = plain(value)
    if not isinstance(written, str):
        return text_of(written)
    return f"'{written}" if FORMULA.match(written) else written
