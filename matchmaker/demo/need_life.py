"""When the steps of a demo need's life happen, worked out from the day it was posted and the state it has reached."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from matchmaker.demo.data import DemoData, Row
from matchmaker.demo.invented import drawn
from matchmaker.demo.story_time import STORY_ENDS, evening_after, moment, on_workday, workdays_after
from matchmaker.models.codes import Confidentiality, NeedResult, NeedState

# Whoever is visited within days was reviewed at once.
SOON = timedelta(days=10)
MATCHED = (NeedState.VERIFIED, NeedState.PUBLISHED, NeedState.MATCHING, NeedState.IN_CONTACT, NeedState.CLOSED)
DECIDED = (NeedState.MATCHING, NeedState.IN_CONTACT, NeedState.CLOSED)
# The closed round's papers were done by then.
LAST_SIGNATURE, LAST_CLOSING = date(2025, 12, 12), date(2025, 12, 25)


@dataclass(frozen=True)
class NeedLife:
    """Moments of a need's steps; None for a step that it did not take. `visit` is the day of the expert's visit."""

    posted: datetime
    returned: datetime | None = None
    reviewed: datetime | None = None
    published: datetime | None = None
    decided: datetime | None = None
    contacted: datetime | None = None
    visit: date | None = None
    signed: date | None = None
    settled: datetime | None = None
    closed: datetime | None = None


def posting_moment(row: Row) -> datetime:
    """When a need was posted."""
    return moment(row["posted"], row["key"])


def visit_days(data: DemoData) -> dict[str, date]:
    """Need -> the day on which an expert came to see about it."""
    return {need: visit["date"] for visit in data.rows("visit") for need in visit["needs"]}


def returns_before_closing(row: Row) -> bool:
    """A need that was withdrawn because nothing could be made of it: it never passed the review."""
    return row.get("result") == NeedResult.WITHDRAWN and not row["problem"].strip()


def enters_verified(row: Row) -> bool:
    """A workbook's rows are entered by the organizer who checked them."""
    return row["source"] == "表格" and NeedState(row["state"]) in MATCHED and not returns_before_closing(row)


def has_public_version(row: Row) -> bool:
    """Whether outsiders may read something of the need."""
    return row["confidentiality"] == Confidentiality.PUBLIC or bool(row.get("public_title"))


def life_of(row: Row, visit: date | None) -> NeedLife:
    """The steps of one need. Each comes after the one before, in office hours, none after the story's end."""
    key, state, life = row["key"], NeedState(row["state"]), NeedLife(posting_moment(row), visit=visit)
    if state is NeedState.RETURNED or returns_before_closing(row):
        return _returned(row, life)
    if state not in MATCHED:
        return life
    life = _reviewed(row, life)
    if state not in DECIDED:
        return life if state is NeedState.PUBLISHED else replace(life, published=None)
    evening = evening_after(life.published or life.reviewed or life.posted)
    day = workdays_after(evening.date(), drawn(f"{key}:decide", 1, 2))
    if visit is not None:
        day = min(day, visit - timedelta(days=1))
    decided = _told(moment(day, f"{key}:decided", hours=(8, 11)))
    life = replace(life, decided=decided)
    if state is NeedState.IN_CONTACT:
        later = workdays_after(decided.date(), drawn(f"{key}:contact", 2, 6))
        return replace(life, contacted=_told(moment(later, f"{key}:contacted", hours=(13, 16))))
    return _ended(row, life, decided) if state is NeedState.CLOSED else life


def _returned(row: Row, life: NeedLife) -> NeedLife:
    """Given back to its writer; if it is closed by now, withdrawn some weeks later."""
    key = row["key"]
    day = workdays_after(life.posted.date(), drawn(f"{key}:return", 1, 3))
    life = replace(life, returned=_told(moment(day, f"{key}:returned")))
    if row["state"] != NeedState.CLOSED:
        return life
    given_up = on_workday(day + timedelta(days=drawn(f"{key}:end", 20, 40)))
    return replace(life, closed=moment(given_up, f"{key}:closed"))


def _reviewed(row: Row, life: NeedLife) -> NeedLife:
    """Passed the review (a workbook's rows at once) and was shown to outsiders if it may be."""
    key, reviewed = row["key"], life.posted
    if not enters_verified(row):
        quick = life.visit is not None and life.visit - row["posted"] < SOON
        days = 1 if quick else drawn(f"{key}:review", 1, 2)
        reviewed = _told(moment(workdays_after(life.posted.date(), days), f"{key}:reviewed"))
    shown = row["state"] == NeedState.PUBLISHED or has_public_version(row)
    published = reviewed + timedelta(minutes=drawn(f"{key}:publish", 15, 55)) if shown else None
    return replace(life, reviewed=reviewed, published=published)


def _ended(row: Row, life: NeedLife, decided: datetime) -> NeedLife:
    """How a closed need ended: signed some weeks after the visit, or given up."""
    key = row["key"]
    if row["result"] != NeedResult.SOLVED or life.visit is None:
        start = max(decided.date(), life.visit or decided.date())
        closing = min(on_workday(start + timedelta(days=drawn(f"{key}:end", 30, 75))), LAST_CLOSING)
        return replace(life, closed=moment(closing, f"{key}:closed"))
    signed = min(on_workday(life.visit + timedelta(days=drawn(f"{key}:sign", 25, 80))), LAST_SIGNATURE)
    settled = moment(workdays_after(signed, drawn(f"{key}:settle", 1, 3)), f"{key}:settled")
    closed = moment(workdays_after(settled.date(), 2), f"{key}:closed")
    return replace(life, signed=signed, settled=settled, closed=closed)


def _told(at: datetime) -> datetime:
    return min(at, STORY_ENDS)
