"""Whole numbers in a cell: counts (约120人) and years (1975年3月)."""

from __future__ import annotations

import re
from datetime import date, datetime

from matchmaker.interchange.cells import Cell, text_of
from matchmaker.interchange.messages import message
from matchmaker.interchange.values.chinese_numbers import with_figures
from matchmaker.interchange.values.normal import is_blank, normal
from matchmaker.interchange.values.read import Read

_COUNT = re.compile(
    r"(?:约|大约|近|共)?(?P<number>\d{1,7})(?P<wan>万)?(?:余|多|\+)?(?:人|名|位|家|个|次|天|日|项|名?左右|余人|多人)*"
)
_YEAR = re.compile(r"(?<!\d)(19\d\d|20\d\d)(?!\d)|(?<!\d)(19\d\d|20\d\d)(?=(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d))")


def parse_count(cell: Cell) -> Read[int | None]:
    """A count; None with a warning for what is none."""
    text = text_of(cell)
    if is_blank(text):
        return Read(None)
    match = _COUNT.fullmatch(with_figures(normal(text[:40]), "人|名|位|家|个|次|天|日"))
    if match is None:
        return Read(None, (message("number.unknown", text=text[:40]),))
    return Read(int(match["number"]) * (10_000 if match["wan"] else 1))


def parse_year(cell: Cell) -> Read[int | None]:
    """A year from 1900 to 2099, alone or at the head of a date; None with a warning for what is none."""
    if isinstance(cell, datetime | date):
        return Read(cell.year)
    text = text_of(cell)
    if is_blank(text):
        return Read(None)
    match = _YEAR.search(normal(text[:40]))
    if match is None:
        return Read(None, (message("year.unknown", text=text[:40]),))
    return Read(int(match[1] or match[2]))
