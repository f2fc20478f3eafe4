"""Audit (留痕): note an act in the transaction that does it, search the log, verify its chain."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Select, false, func, or_, select
from sqlalchemy.orm import Session

from matchmaker.errors import AuditBroken
from matchmaker.ledger import GENESIS, EventNote, digest_of, note_event, note_of
from matchmaker.models import Event, Ledger
from matchmaker.services.audit_place import place_of
from matchmaker.services.erased_events import erased_numbers, is_erased
from matchmaker.services.work import Work

# What may never stand in the log: contact data and secrets are told by name only.
HIDDEN_FIELDS = frozenset(
    {"contact_mobile", "contact_email", "contact_name", "mobile", "telephone", "email", "wechat", "password_hash",
     "totp_secret", "tracking_hash", "token_hash"}
)  # fmt: skip
CONFIDENTIAL_FIELDS = frozenset({"title", "problem", "indicators", "goal", "background", "keywords"})


def audit(
    *,
    work: Work,
    action: str,
    subject: Any,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    why: str = "",
) -> None:
    """Note `action` on `subject` (any row with `ref`) for the audit log of this transaction.

    Values of contact and secret fields are replaced by "***"; texts of a confidential need likewise.
    """
    hidden = HIDDEN_FIELDS
    if getattr(subject, "confidentiality", None) == "confidential":
        hidden = hidden | CONFIDENTIAL_FIELDS
    place = place_of(work.session, subject)
    note = EventNote(
        at=work.now(),
        actor_kind=work.actor.kind,
        actor_ref=work.actor.ref,
        actor_name=work.actor.name,
        action=action,
        subject_kind=type(subject).__tablename__,
        subject_ref=subject.ref,
        organization_ref=place.organization_ref,
        county_code=place.county_code,
        before=_redacted(before or {}, hidden),
        after=_redacted(after or {}, hidden),
        why=why,
        request_id=work.request_id,
    )
    note_event(work.session, note)


def audit_plain(
    *, work: Work, action: str, subject_kind: str, subject_ref: str, after: dict[str, Any] | None = None, why: str = ""
) -> None:
    """Note an act on something that is no row (an export, a refused sign-in, a setting)."""
    note = EventNote(
        at=work.now(),
        actor_kind=work.actor.kind,
        actor_ref=work.actor.ref,
        actor_name=work.actor.name,
        action=action,
        subject_kind=subject_kind,
        subject_ref=subject_ref,
        county_code=work.actor.county_code,
        after=_redacted(after or {}, HIDDEN_FIELDS),
        why=why,
        request_id=work.request_id,
    )
    note_event(work.session, note)


def differences(row: Any, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The parts of `values` that differ from `row`, as (before, after) ready for the log."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    return (
        {name: plain(getattr(row, name)) for name in changed},
        {name: plain(value) for name, value in changed.items()},
    )


@dataclass(frozen=True)
class EventFilter:
    """What to look for in the log; empty fields do not filter. `words`: in the actor's name, or the ref of a record."""

    subject_kind: str | None = None
    subject_ref: str | None = None
    action: str | None = None
    actor_ref: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    words: str | None = None


def events_query(*, work: Work, where: EventFilter) -> Select[Event]:
    """The events this caller may see, newest first.

    Auditors, administrators and city organizers see all; a county organizer its county's; an enterprise the events of
    its own records.
    """
    query = select(Event).order_by(Event.id.desc())
    actor = work.actor
    if actor.kind == "client" and "audit:read" not in actor.scopes:
        query = query.where(false())
    elif not actor.sees_all:
        if actor.is_organizer and actor.county_code is not None:
            query = query.where(Event.county_code == actor.county_code)
        else:
            query = query.where(Event.organization_ref == _own_organization_ref(work))
    for column, wanted in (
        (Event.subject_kind, where.subject_kind),
        (Event.subject_ref, where.subject_ref),
        (Event.action, where.action),
        (Event.actor_ref, where.actor_ref),
    ):
        if wanted:
            query = query.where(column == wanted)
    for word in (where.words or "").split():
        named = Event.actor_name.contains(word, autoescape=True)
        query = query.where(or_(named, Event.subject_ref == word, Event.request_id == word))
    if where.since:
        query = query.where(Event.at >= where.since)
    if where.until:
        query = query.where(Event.at < where.until)
    return query


def verify_chain(session: Session, progress: Callable[[int, int], None] | None = None) -> int:
    """Recompute every digest; the number of events if all hold, else AuditBroken names the first that does not.

    Finds an edited, deleted, inserted or reordered row, and a cut-off end (the ledger knows the last digest). Details
    may be missing only where a later event says that they were erased (see `erased_events`).
    """
    erased, previous, count = erased_numbers(session), GENESIS, 0
    total = session.scalar(select(func.count()).select_from(Event)) or 0
    with closing(session.scalars(select(Event).order_by(Event.id).execution_options(yield_per=1000))) as events:
        for count, event in enumerate(events, start=1):
            problem = _problem_of(event, count, previous, erased)
            if problem is not None:
                raise AuditBroken(number=count, problem=problem)
            previous = event.digest
            if progress and count % 1000 == 0:
                progress(count, total)
    ledger = session.get_one(Ledger, 1)
    if (ledger.event_number, ledger.event_digest or GENESIS) != (count, previous):
        raise AuditBroken(number=count + 1, problem="the end of the log is missing")
    return count


def _problem_of(event: Event, number: int, previous: str, erased: set[int]) -> str | None:
    """What is wrong with the event that should be the `number`th, after one with the digest `previous`."""
    if event.id != number:
        return "the event is missing"
    if event.previous_digest != previous:
        return "it does not follow the event before it"
    if digest_of(previous, number, note_of(event)) != event.digest and not (number in erased and is_erased(event)):
        return "its content was changed"
    return None


def _own_organization_ref(work: Work) -> str:
    from matchmaker.models import Organization

    if work.actor.organization_id is None:
        return "-"
    return work.session.get_one(Organization, work.actor.organization_id).ref


def _redacted(values: dict[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
    return {name: "***" if name in hidden and value else plain(value) for name, value in values.items()}


def plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
