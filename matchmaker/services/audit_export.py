"""The audit log as plain values, in order and with its digests, so that others can verify the chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from matchmaker.ledger import note_of
from matchmaker.models import Event
from matchmaker.models.codes import Role
from matchmaker.services.audit import EventFilter, audit_plain, events_query
from matchmaker.services.scope import require_role
from matchmaker.services.work import Actor
from matchmaker.services.work_source import WorkSource


def event_values(event: Event) -> dict[str, Any]:
    """All of an event as JSON can hold it. `digest` is SHA-256 over the digest before and the canonical rest."""
    values = asdict(note_of(event)) | {"number": event.id, "at": event.at.isoformat(timespec="microseconds")}
    return values | {"previous_digest": event.previous_digest, "digest": event.digest}


def export_events(*, works: WorkSource, actor: Actor, where: EventFilter) -> Iterator[dict[str, Any]]:
    """The events that match, the oldest first. That they were exported, and by which filter, is an event itself."""
    with works.writing(actor) as work:
        require_role(work, "audit.export", Role.AUDITOR, Role.ADMINISTRATOR, scope="audit:read")
        filters = {name: value for name, value in asdict(where).items() if value}
        audit_plain(work=work, action="audit.export", subject_kind="event", subject_ref="-", after=filters)
    with works.reading(actor) as work:
        query = events_query(work=work, where=where).order_by(None).order_by(Event.id)
        for event in work.session.scalars(query.execution_options(yield_per=1000)):
            yield event_values(event)
