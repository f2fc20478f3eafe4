"""Event (留痕, 操作记录): the append-only, hash-chained audit log, and the ledger row that numbers it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.models.base import Base


class Event(Base):
    """Who did what on what, with before and after, why, and the request it belongs to.

    `id` is the place in the chain; `digest` is SHA-256 over the previous digest and this row's canonical JSON.
    `subject_kind` + `subject_ref` name the record; `organization_ref` lets its owner search the log.
    """

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_subject", "subject_kind", "subject_ref"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_ref: Mapped[str] = mapped_column(String(32), index=True)
    actor_name: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(64), index=True)
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject_ref: Mapped[str] = mapped_column(String(32))
    organization_ref: Mapped[str | None] = mapped_column(String(16), index=True)
    county_code: Mapped[str | None] = mapped_column(String(12), index=True)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    why: Mapped[str] = mapped_column(Text, default="")
    request_id: Mapped[str] = mapped_column(String(64), default="")
    previous_digest: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class Ledger(Base):
    """One row. Locked to the commit by whoever writes an event or a change, so that numbers follow commits.

    `lineage` names this database: a restored copy gets a new one, so that no cache of the former is taken for its own.
    """

    __tablename__ = "ledger"

    event_number: Mapped[int] = mapped_column(Integer, default=0)
    event_digest: Mapped[str] = mapped_column(String(64), default="")
    change_number: Mapped[int] = mapped_column(Integer, default=0)
    lineage: Mapped[str] = mapped_column(String(32), default="")
