"""Job (作业): long or later work as a row; workers only lease it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Float, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.models.base import Base, Dated, Referenced, code_column
from matchmaker.models.codes import JobState


class Job(Referenced, Dated, Base):
    """Written in the transaction that causes it. At most one queued job has a given `unique_key`.

    `progress` is 0..1 with a short code in `stage`; a worker holds it until `lease_until` and renews that.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index(
            "uq_job_queued_key",
            "unique_key",
            unique=True,
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
        Index("ix_job_state_due", "state", "due_at"),
    )

    kind: Mapped[str] = mapped_column(String(40), index=True)
    unique_key: Mapped[str] = mapped_column(String(160))
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[JobState] = mapped_column(code_column(JobState), default=JobState.QUEUED)
    priority: Mapped[int] = mapped_column(Integer, default=0)
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    progress: Mapped[float] = mapped_column(Float, default=0.0)
    stage: Mapped[str | None] = mapped_column(String(40))
    cancel_requested: Mapped[bool] = mapped_column(Boolean, default=False)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    error: Mapped[str | None] = mapped_column(Text)
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
