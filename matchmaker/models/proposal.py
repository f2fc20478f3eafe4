"""Proposal (调整方案): what a local re-plan of a published plan would change, until somebody accepts it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.models.base import Base, Resource, external_key


class Proposal(Resource, Base):
    """`cause`: {code, ...} what happened, by references of records. `options`: the answers, best first.

    `state`: waiting (for its job), open, accepted, dismissed, failed (`options` empty, `problem` says why) or outdated
    (the plan has changed since `plan_version`). `chosen` is the number of the accepted option.
    """

    __tablename__ = "proposal"
    __table_args__ = (external_key(),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(16), index=True)
    cause: Mapped[dict[str, Any]] = mapped_column(default=dict)
    plan_version: Mapped[int | None] = mapped_column(Integer)
    options: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    problem: Mapped[dict[str, Any]] = mapped_column(default=dict)
    chosen: Mapped[int | None] = mapped_column(Integer)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
