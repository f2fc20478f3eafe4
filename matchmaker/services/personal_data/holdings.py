"""Everything held about a person, found by the foreign keys themselves, so that no table can be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from matchmaker.models import Base, Embedding, Event, Expert, OutboxMessage, Passage
from matchmaker.services.audit import plain
from matchmaker.services.personal_data.person import EXPERT, Person

# Records of a person whose own parts are of the person too.
OPENED = frozenset({"achievement", "invitation", "suggestion", "visit", "talk"})
# Keys and secrets that say nothing, and the person itself.
LEFT_OUT = frozenset({"id", "ref", "version", "token_hash", "text_hash", "content_key", "name_key", "expert_id"})
# Whom these name by a name of their own; everybody else by reference, people with an account not at all.
NAMED = frozenset({"organization", "campaign", "plan"})
ACCOUNTS = frozenset({"user", "api_client"})
LISTS = {"need_ids": "need", "partner_ids": "organization"}


@dataclass(frozen=True)
class Record:
    """One row about the person: its table and what it says."""

    table: str
    values: dict[str, Any]


def holdings_of(*, session: Session, person: Person) -> list[Record]:
    """Rows of every table that names the person, mails to them, events about them, and how many embeddings there are.

    Embeddings are counted, not given: they are the texts again, and leave the service for nobody (S6).
    """
    rows = list(rows_about(session, person))
    records = [Record(row.__tablename__, values_of(session, row)) for row in rows]
    records += [Record("outbox_message", values_of(session, row)) for row in mails_to(session, person)]
    records += [Record("event", _told(event)) for event in events_about(session, person)]
    count = embeddings_of(session, rows)
    return [*records, Record("embedding", {"count": count})] if count else records


def rows_about(session: Session, person: Person) -> Iterator[Base]:
    """The rows themselves: of an expert all that refer to it, of a contact the contact rows."""
    if person.kind != EXPERT:
        yield from person.contacts
        return
    assert isinstance(person.owner, Expert)
    seen: set[tuple[str, int]] = set()
    waiting: list[Base] = [person.owner]
    while waiting:
        row = waiting.pop(0)
        if (row.__tablename__, row.id) in seen:
            continue
        seen.add((row.__tablename__, row.id))
        yield row
        if row is person.owner or row.__tablename__ in OPENED:
            waiting += [found for model, column in referring(row.__tablename__)
                        for found in session.scalars(select(model).where(column == row.id))]  # fmt: skip


def referring(table: str) -> Iterator[tuple[type[Base], ColumnElement[Any]]]:
    """(model, column) of everything with a foreign key to `table`."""
    for mapper in Base.registry.mappers:
        for column in mapper.local_table.columns:
            if any(key.column.table.name == table for key in column.foreign_keys):
                yield mapper.class_, column


def values_of(session: Session, row: Base) -> dict[str, Any]:
    """What a row says, ready for JSON; other records by name or reference."""
    values: dict[str, Any] = {}
    for column in row.__table__.columns:
        value = getattr(row, column.name)
        target = next((key.column.table.name for key in column.foreign_keys), None)
        if column.name in LEFT_OUT or value in (None, "", [], {}) or target in ACCOUNTS:
            continue
        if column.name in LISTS:
            values[column.name.removesuffix("_ids")] = [_called(session, LISTS[column.name], key) for key in value]
        elif target is not None:
            values[column.name.removesuffix("_id")] = _called(session, target, value)
        elif column.name == "payload":  # the links of a mail open what they lead to, for whoever holds them
            values[column.name] = plain({name: part for name, part in value.items() if name != "secret"})
        else:
            values[column.name] = plain(value)
    return values


def mails_to(session: Session, person: Person) -> list[OutboxMessage]:
    """Messages of the outbox to an address of the person."""
    if not person.reach:
        return []
    return list(session.scalars(select(OutboxMessage).where(OutboxMessage.recipient.in_(person.reach))))


def events_about(session: Session, person: Person) -> list[Event]:
    """Events on the expert; of a contact those on the record and on the needs that tell of contact data."""
    subject = and_(Event.subject_kind == person.owner.__tablename__, Event.subject_ref == person.owner.ref)
    if person.kind != EXPERT:
        needs = and_(Event.subject_kind == "need", Event.subject_ref.in_([need.ref for need in person.needs]))
        subject = and_(or_(subject, needs), Event.action.in_(["contact.reveal", "organization.contact"]))
    return list(session.scalars(select(Event).where(subject).order_by(Event.id)))


def embeddings_of(session: Session, rows: list[Base]) -> int:
    """How many vectors were computed from these passages."""
    hashes = {row.text_hash for row in rows if isinstance(row, Passage)}
    query = select(func.count()).select_from(Embedding).where(Embedding.text_hash.in_(hashes))
    return session.scalar(query) or 0 if hashes else 0


def _called(session: Session, table: str, key: int) -> str | None:
    model = next(mapper.class_ for mapper in Base.registry.mappers if mapper.class_.__tablename__ == table)
    found = session.get(model, key)
    if found is None:
        return None
    name = found.name if table in NAMED else getattr(found, "ref", None)
    return str(name) if name is not None else None


def _told(event: Event) -> dict[str, Any]:
    """An event without who acted: that is another person."""
    values = {"at": plain(event.at), "action": event.action, "before": event.before, "after": event.after}
    return {name: value for name, value in values.items() if value}
