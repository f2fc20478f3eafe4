"""What the audit log tells of the demo in a database: which acts are done, and whether other data are beside it."""

from __future__ import annotations

from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.demo.act import PREFIX
from matchmaker.models import Achievement, Event, Expert, Need, Organization, User
from matchmaker.services.audit import audit_plain
from matchmaker.services.work import Work

MIXED = f"{PREFIX}mixed"


def holds_demo(database: Database) -> bool:
    """Whether the demo's story has begun in this database."""
    with database.read() as session:
        first = select(Event.id).where(Event.request_id.startswith(PREFIX, autoescape=True)).limit(1)
        return session.scalar(first) is not None


def holds_data(database: Database) -> bool:
    """Whether anybody or anything is registered in this database."""
    with database.read() as session:
        kinds = (Organization, Expert, Achievement, Need, User)
        return any(session.scalar(select(kind.id).limit(1)) is not None for kind in kinds)


def performed_acts(database: Database) -> frozenset[str]:
    """Keys of the acts that were done in this database."""
    with database.read() as session:
        keys = select(Event.request_id).where(Event.request_id.startswith(PREFIX, autoescape=True)).distinct()
        return frozenset(session.scalars(keys))


def mark_mixed(work: Work) -> None:
    """Note that the demo was put beside other data: then it can never be thrown away as a whole."""
    audit_plain(work=work, action="demo.mixed", subject_kind="demo", subject_ref="-", why="--force")


def is_mixed(database: Database) -> bool:
    """Whether the demo was put beside other data."""
    return MIXED in performed_acts(database)
