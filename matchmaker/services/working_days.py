"""Working days in China, for promised dates (adjusted weekend workdays included)."""

from __future__ import annotations

from datetime import date, timedelta

import holidays


def add_working_days(start: date, days: int) -> date:
    """The date `days` working days after `start`, by China's holiday calendar."""
    calendar = holidays.country_holidays("CN", years=range(start.year, start.year + 2))
    day = start
    while days > 0:
        day += timedelta(days=1)
        if calendar.is_working_day(day):
            days -= 1
    return day
