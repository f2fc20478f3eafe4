"""Reconciliation counts: how many records of a kind there are, by state, and when one last changed.

What another system compares with its own store. Only what the caller may read is counted (S4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select

from matchmaker.models import Achievement, Expert, Need, Organization, Suggestion
from matchmaker.services.scope import Row, in_scope
from matchmaker.services.work import Work


@dataclass(frozen=True)
class RecordCount:
    """`by_state`: code -> number, states without a record left out; `scheme` names the list of those codes."""

    total: int
    scheme: str
    by_state: dict[str, int]
    last_changed_at: datetime | None


# kind of record -> (scheme of its states, column or expression that gives the code)
_STATES: dict[type[Any], tuple[str, Any]] = {
    Need: ("need_states", Need.state),
    Expert: ("expert_states", Expert.state),
    Organization: ("organization_states", case((Organization.verified, "verified"), else_="unverified")),
    Achievement: ("achievement_states", case((Achievement.active, "active"), else_="hidden")),
    Suggestion: ("suggestion_states", Suggestion.state),
}


def count_records(*, work: Work, kind: type[Row], source: str | None = None) -> RecordCount:
    """The counts of one kind of record in the caller's scope; with `source` only those that this system brought."""
    scheme, state = _STATES[kind]
    query = select(state, func.count(), func.max(kind.updated_at)).where(in_scope(kind, work.actor)).group_by(state)
    if source is not None:
        query = query.where(kind.source == source)
    rows = [(str(code), int(number), last) for code, number, last in work.session.execute(query)]
    return RecordCount(
        total=sum(number for _, number, _ in rows),
        scheme=scheme,
        by_state={code: number for code, number, _ in sorted(rows)},
        last_changed_at=max((last for _, _, last in rows), default=None),
    )
