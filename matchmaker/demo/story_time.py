"""When things happen in the demo's story: office hours, working days, and the evenings on which matching runs."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache

from matchmaker.demo.invented import drawn
from matchmaker.services.work import TAIAN
from matchmaker.services.working_days import add_working_days

STORY_ENDS = datetime(2026, 11, 23, 18, 0, tzinfo=TAIAN)
# After these evenings organizers find fresh suggestions; between them lie the visits of the data.
MATCHING_EVENINGS = tuple(
    datetime.combine(day, time(20, 0), TAIAN)
    for day in (
        date(2025, 4, 14), date(2025, 4, 21), date(2025, 6, 3), date(2025, 6, 9), date(2025, 7, 15), date(2025, 7, 21),
        date(2025, 9, 10), date(2026, 4, 20), date(2026, 6, 8), date(2026, 7, 20), date(2026, 9, 7), date(2026, 10, 19),
        date(2026, 11, 16),
    )
)  # fmt: skip


def moment(day: date, key: str, *, hours: tuple[int, int] = (9, 16)) -> datetime:
    """A moment of `day` from the first hour until the end of the last one; which one depends on `key` only."""
    first, last = hours
    minutes = drawn(f"{key}:minute", 0, (last - first + 1) * 60 - 1)
    return datetime.combine(day, time(first), TAIAN) + timedelta(minutes=minutes)


def evening_after(at: datetime) -> datetime:
    """The next evening on which matching runs, or the end of the story."""
    return next((evening for evening in MATCHING_EVENINGS if evening > at), STORY_ENDS)


@cache
def workdays_after(day: date, count: int) -> date:
    """The working day `count` days after `day`, by China's calendar."""
    return add_working_days(day, count)


def on_workday(day: date) -> date:
    """`day`, or the next working day if it is none."""
    return workdays_after(day - timedelta(days=1), 1)
