"""Participation (参加条件): what one party can give in a round: its dates and limits."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.models.base import Base, Dated


class Participation(Dated, Base):
    """Of an expert, an enterprise or an institution; what is None or empty follows the round's rules.

    `dates` are ISO dates. An expert: `max_visits`, `max_days`, `invited` (should make at least one visit), `group_name`
    (the members of a visiting group share it; `group_leader` leads). An enterprise receives `max_visits` in all and
    `max_per_date` a day. An institution receives `max_visits` delegations of at most `max_delegation` enterprises.
    """

    __tablename__ = "participation"
    __table_args__ = (
        UniqueConstraint("campaign_id", "expert_id"),
        UniqueConstraint("campaign_id", "organization_id"),
        CheckConstraint("(expert_id IS NULL) <> (organization_id IS NULL)", name="one_party"),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    expert_id: Mapped[int | None] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    dates: Mapped[list[str]] = mapped_column(default=list)
    max_visits: Mapped[int | None] = mapped_column(Integer)
    max_days: Mapped[int | None] = mapped_column(Integer)
    max_per_date: Mapped[int | None] = mapped_column(Integer)
    max_delegation: Mapped[int | None] = mapped_column(Integer)
    invited: Mapped[bool] = mapped_column(Boolean, default=False)
    group_name: Mapped[str | None] = mapped_column(String(60))
    group_leader: Mapped[bool] = mapped_column(Boolean, default=False)
    arrangements: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str] = mapped_column(Text, default="")
