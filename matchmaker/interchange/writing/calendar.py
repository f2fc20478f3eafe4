"""Calendars (.ics, RFC 5545) for everybody's own program: stable UIDs, SEQUENCE that grows with every change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from matchmaker.interchange.cells import clean, one_line

if TYPE_CHECKING:
    from icalendar import Event

ZONE = ZoneInfo("Asia/Shanghai")
PRODUCT = "-//taian-matchmaker//program//ZH"


@dataclass(frozen=True)
class Entry:
    """`begins` and `ends` are moments, or days of which `ends` is the last one. `sequence` starts at 0.

    The same `uid` in a later calendar takes the former's place if its `sequence` is larger; a cancelled one is taken
    out of the reader's calendar.
    """

    uid: str
    sequence: int
    changed_at: datetime
    begins: datetime | date
    ends: datetime | date
    summary: str
    location: str = ""
    description: str = ""
    cancelled: bool = False


def write_calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """The calendar with its time zone; times stand in China's."""
    from icalendar import Calendar  # 3 MB, only in processes that write one

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", one_line(clean(name)))
    calendar.add("x-wr-timezone", str(ZONE))
    for entry in entries:
        calendar.add_component(_event(entry))
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _event(entry: Entry) -> Event:
    from icalendar import Event  # as above

    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("summary", one_line(clean(entry.summary)))
    if isinstance(entry.begins, datetime) and isinstance(entry.ends, datetime):
        event.add("dtstart", entry.begins.astimezone(ZONE))
        event.add("dtend", entry.ends.astimezone(ZONE))
    else:
        event.add("dtstart", entry.begins)
        event.add("dtend", entry.ends + timedelta(days=1))  # the end of a whole-day event is the day after it
    if entry.location:
        event.add("location", one_line(clean(entry.location)))
    if entry.description:
        event.add("description", clean(entry.description))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    return event
