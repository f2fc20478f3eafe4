"""Points of time as people write them: 2026年3月, 2026.3.15, 20260315, 2026年四季度; each is a span of days."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_MONTH = "(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}

# A point with its year. The separator must be the same twice, so that 2023.5-2024.4 is no day of May.
DATED = re.compile(
    rf"(?<!\d)(?P<y>(?:19|20)\d\d)(?:"
    rf"(?P<s>[-/.])(?P<m1>{_MONTH})(?:(?P=s)(?P<d1>{_DAY}))?(?!\d|个|季)(?:[日号](?!\d))?"
    rf"|年(?P<m2>{_MONTH})(?:月(?:份|底|末|初|上旬|中旬|下旬|(?P<d2>{_DAY})[日号]?)?)?(?!\d|个|季)"
    rf"|(?P<m3>0[1-9]|1[0-2])(?P<d3>0[1-9]|[12]\d|3[01])?(?!\d)"
    rf"|年?(?P<half>[上下])半年"
    rf"|年?第?(?:(?P<q>[一二三四1-4])季度?|q(?P<q2>[1-4]))"
    rf"|年?(?P<end>底|末)"
    rf"|年?(?P<early>初)"
    rf"|年?(?P<all>内|全年|度)?(?!\d)"
    rf")"
)
# A point without a year, which stands only behind one with its year (2026年5月至12月, 2025年9-12月, 2026.3.1-10.31).
UNDATED = re.compile(
    rf"(?P<m>{_MONTH})(?:月(?:份|底|末|初)?(?:(?P<d>{_DAY})[日号])?|[./](?P<d2>{_DAY})(?!\d))?(?!\d|个|年|天|周|月)"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both inclusive. `within`: “before” it means until its end (年底), not its beginning."""

    start: date
    end: date
    within: bool = False


def month_span(year: int, first: int, last: int) -> tuple[date, date]:
    """From the first day of one month to the last day of another of the same year."""
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def dated_period(match: re.Match[str]) -> Period | None:
    """The span that a match of `DATED` means; None for a day that no calendar has (2026.2.30)."""
    year = int(match["y"])
    month = match["m1"] or match["m2"] or match["m3"]
    if month:
        return _month_or_day(year, int(month), match["d1"] or match["d2"] or match["d3"])
    if match["half"]:
        return Period(*month_span(year, *((1, 6) if match["half"] == "上" else (7, 12))))
    quarter = match["q"] or match["q2"]
    if quarter:
        last = 3 * _QUARTERS[quarter]
        return Period(*month_span(year, last - 2, last))
    if match["end"]:
        return Period(*month_span(year, 12, 12), within=True)
    if match["early"]:
        return Period(*month_span(year, 1, 1), within=True)
    return Period(*month_span(year, 1, 12), within=bool(match["all"]))


def undated_period(match: re.Match[str], year: int) -> Period | None:
    """The span that a match of `UNDATED` means in a year."""
    return _month_or_day(year, int(match["m"]), match["d"] or match["d2"])


def _month_or_day(year: int, month: int, day: str | None) -> Period | None:
    if day is None:
        return Period(*month_span(year, month, month))
    try:
        exact = date(year, month, int(day))
    except ValueError:
        return None
    return Period(exact, exact, within=True)


def months_later(day: date, months: int) -> date:
    """The same day some months on, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
