"""A cell's value as it comes out of a file, and its text as a person sees it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta | None

# Control characters but for tab and line feed, zero-width marks, byte order marks, and halves of surrogate pairs.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)
_TRAILING = re.compile(r"[ \t\u3000\xa0]+(?=\n|$)")


def text_of(cell: Cell) -> str:
    """The text of a cell, cleaned: LF line ends, no unseen characters, nothing blank around it.

    Whole floats lose their “.0”; dates are ISO 8601, with the time only where it is not midnight.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return cell.isoformat("minutes") if isinstance(cell, time) else str(cell)


def clean(text: str) -> str:
    """`text` without unseen characters, with LF line ends, without blanks at the end of lines or around the whole."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _TRAILING.sub("", _UNSEEN.sub("", unified)).strip()


def one_line(text: str) -> str:
    """`text` on one line: runs of white space become one space."""
    return " ".join(text.split())


def column_letters(index: int) -> str:
    """The name of a column in a workbook: 0 -> A, 25 -> Z, 26 -> AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
