"""INSERT ... ON CONFLICT on both databases, through one name."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from matchmaker.models import Base


def insert_into(session: Session, table: type[Base]) -> Any:
    """An insert that knows `on_conflict_do_update` and `on_conflict_do_nothing`, for the session's database."""
    inserts = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
    return inserts[session.get_bind().dialect.name](table)
