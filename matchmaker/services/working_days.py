"""Working days in China, for promised dates (adjusted weekend workdays included)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase


@cache
def _calendar(year: int) -> HolidayBase:
    """China's holidays of a year and the next, with the weekends that are worked instead."""
    import holidays  # 4 MB, only where a promised date is set

    return holidays.country_holidays("CN", years=range(year, year + 2))


def add_working_days(start: date, days: int) -> date:
    """The date `days` working days after `start`, by China's holiday calendar."""
    calendar = _calendar(start.year)
    day = start
    while days > 0:
        day += timedelta(days=1)
        if calendar.is_working_day(day):
            days -= 1
    return day
