"""The record of actions of one record, as far as the caller may read it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, or_, select

from matchmaker.models import Achievement, Event, Expert, Need, Organization, Suggestion
from matchmaker.services.audit import EventFilter, events_query
from matchmaker.services.work import Work

LIMIT = 60


def history_of(*, work: Work, record: Need | Expert | Achievement | Organization) -> Sequence[Event]:
    """The newest events on a record, the newest first; of a need with those on its suggestions."""
    own = and_(Event.subject_kind == type(record).__tablename__, Event.subject_ref == record.ref)
    query = events_query(work=work, where=EventFilter())
    if isinstance(record, Need):
        suggestions = select(Suggestion.ref).where(Suggestion.need_id == record.id)
        own = or_(own, and_(Event.subject_kind == "suggestion", Event.subject_ref.in_(suggestions)))
    return work.session.scalars(query.where(own).limit(LIMIT)).all()
