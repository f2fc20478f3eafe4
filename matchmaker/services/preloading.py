"""Load what lists show beside their rows in a fixed number of queries, however many rows there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.models import Achievement, Affiliation, Expert, Need, Organization

# kind -> what is loaded with it; contacts and classifications are several per row, the others one
_BESIDE: dict[type[Any], tuple[Any, ...]] = {
    Need: (selectinload(Need.classifications), joinedload(Need.organization), joinedload(Need.campaign)),
    Expert: (
        selectinload(Expert.classifications),
        selectinload(Expert.contacts),
        selectinload(Expert.affiliations).joinedload(Affiliation.organization),
        joinedload(Expert.institution),
    ),
    Organization: (selectinload(Organization.classifications), selectinload(Organization.contacts)),
    Achievement: (
        selectinload(Achievement.classifications),
        joinedload(Achievement.expert),
        joinedload(Achievement.institution),
    ),
}


def preload(session: Session, rows: Sequence[Any]) -> None:
    """Complete `rows` (all of one kind) with what a list shows of them."""
    if not rows:
        return
    kind = type(rows[0])
    wanted = select(kind).where(kind.id.in_([row.id for row in rows])).options(*_BESIDE[kind])
    session.scalars(wanted).all()
