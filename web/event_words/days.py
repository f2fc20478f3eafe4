"""Days and moments of an event as people write them: without the year where it is the event's own, in ranges."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from web.formats import day, listed, moment

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*[+-]\d\d:\d\d")


def day_or_moment(value: str, at: datetime) -> str:
    """The day or moment that `value` is in the log's form, in words; "" for anything else."""
    try:
        if _DAY.fullmatch(value):
            return day_ranges([date.fromisoformat(value)], at.year)
        return moment(datetime.fromisoformat(value)) if _MOMENT.fullmatch(value) else ""
    except ValueError:  # 2026-13-45 is a text like any other
        return ""


def plain_days(values: list[Any]) -> list[date]:
    """The days of a list that holds nothing else, else none."""
    if not all(isinstance(value, str) and _DAY.fullmatch(value) for value in values):
        return []
    try:
        return [date.fromisoformat(value) for value in values]
    except ValueError:
        return []


def day_ranges(days: Iterable[date], year: int) -> str:
    """Days in order, days that follow each other joined: 24 Nov–26 Nov, 3 Dec; with the year where it is not `year`."""
    ranges: list[tuple[date, date]] = []
    for one in sorted(set(days)):
        if ranges and one - ranges[-1][1] == timedelta(days=1):
            ranges[-1] = (ranges[-1][0], one)
        else:
            ranges.append((one, one))
    return listed(_range(first, last, year) for first, last in ranges)


def _range(first: date, last: date, year: int) -> str:
    begins = day(first, year=first.year != year)
    return begins if first == last else f"{begins}–{day(last, year=last.year != year)}"
