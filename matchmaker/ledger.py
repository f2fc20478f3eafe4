"""The ledger: numbers for the change log and the audit chain, taken under one lock held to the commit.

Services only note what happened (`note_event`, or a change to a `Passage`, which is noticed by itself). When the
session commits, `write_ledger` locks the single ledger row (a row lock on PostgreSQL, BEGIN IMMEDIATE on SQLite),
numbers the notes and writes them. So the order of numbers is the order of commits, a reader never skips one, and an
act whose audit event cannot be written is not committed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session, UOWTransaction

from matchmaker.models.event import Event, Ledger
from matchmaker.models.passage import Change, Passage

GENESIS = "0" * 64
_EVENTS = "matchmaker_events"
_CHANGES = "matchmaker_changes"
_SEARCHED_COLUMNS = ("text_hash", "searchable", "part")


@dataclass(frozen=True)
class EventNote:
    """An audit event before it has its number; field meanings as in `matchmaker.models.event.Event`."""

    at: datetime
    actor_kind: str
    actor_ref: str
    actor_name: str
    action: str
    subject_kind: str
    subject_ref: str
    organization_ref: str | None = None
    county_code: str | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    why: str = ""
    request_id: str = ""


def note_event(session: Session, note: EventNote) -> None:
    """Have `note` written to the audit log when `session` commits."""
    session.info.setdefault(_EVENTS, []).append(note)


def note_change(session: Session, passage_id: int, operation: str) -> None:
    """Tell the change log of a passage that the session does not hold as an object (bulk work, a new embedding)."""
    session.info.setdefault(_CHANGES, []).append((passage_id, operation))


def digest_of(previous: str, number: int, note: EventNote) -> str:
    """SHA-256 over the previous digest and the event's canonical JSON."""
    values = asdict(note) | {"number": number, "at": note.at.astimezone(UTC).isoformat(timespec="microseconds")}
    canonical = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


def note_of(event: Event) -> EventNote:
    """The note that a stored event was made from, for verification."""
    return EventNote(**{name: getattr(event, name) for name in EventNote.__dataclass_fields__})


def watch_searchable_changes(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    """before_flush: remember every passage that is new, gone or changed in what is searched."""
    noticed = session.info.setdefault(_CHANGES, [])
    noticed.extend((passage, "upsert") for passage in session.new if isinstance(passage, Passage))
    noticed.extend((passage.id, "remove") for passage in session.deleted if isinstance(passage, Passage))
    for passage in session.dirty:
        if isinstance(passage, Passage) and _searched_part_changed(passage):
            noticed.append((passage.id, "upsert" if passage.searchable else "remove"))


def _searched_part_changed(passage: Passage) -> bool:
    state = inspect(passage)
    return any(state.attrs[name].history.has_changes() for name in _SEARCHED_COLUMNS)


def write_ledger(session: Session) -> None:
    """before_commit: number and write all that was noted in this transaction."""
    session.flush()
    events: list[EventNote] = session.info.pop(_EVENTS, [])
    changes: list[tuple[Passage | int, str]] = session.info.pop(_CHANGES, [])
    if not events and not changes:
        return
    ledger = session.scalars(select(Ledger).where(Ledger.id == 1).with_for_update()).one()
    session.refresh(ledger)
    _write_events(session, ledger, events)
    _write_changes(session, ledger, changes)


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """A part of a transaction that may fail alone: on an error its rows and its notes are as if it had not been."""
    session.flush()
    marks = {key: len(session.info.get(key, [])) for key in (_EVENTS, _CHANGES)}
    try:
        with session.begin_nested():
            yield
    except BaseException:
        for key, length in marks.items():
            del session.info.get(key, [])[length:]
        raise


def forget_notes(session: Session) -> None:
    """after_rollback: what was noted did not happen. A rolled-back savepoint is not the end: see `savepoint`."""
    if session.in_nested_transaction():
        return
    session.info.pop(_EVENTS, None)
    session.info.pop(_CHANGES, None)


def _write_events(session: Session, ledger: Ledger, notes: list[EventNote]) -> None:
    for note in notes:
        number = ledger.event_number + 1
        previous = ledger.event_digest or GENESIS
        digest = digest_of(previous, number, note)
        session.add(Event(id=number, previous_digest=previous, digest=digest, **asdict(note)))
        ledger.event_number, ledger.event_digest = number, digest


def _write_changes(session: Session, ledger: Ledger, changes: list[tuple[Passage | int, str]]) -> None:
    for passage, operation in changes:
        ledger.change_number += 1
        passage_id = passage.id if isinstance(passage, Passage) else passage
        session.add(Change(id=ledger.change_number, passage_id=passage_id, operation=operation))
