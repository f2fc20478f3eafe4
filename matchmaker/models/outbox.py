"""Outbox message: webhooks and mail, written in the same transaction as what they tell."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.models.base import Base, Referenced


class OutboxMessage(Referenced, Base):
    """Delivered at least once by a job; `ref` is the message id that a receiver drops repeats by."""

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_state_due", "state", "due_at"),)

    channel: Mapped[str] = mapped_column(String(16))
    topic: Mapped[str] = mapped_column(String(64))
    recipient: Mapped[str] = mapped_column(String(300))
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)
