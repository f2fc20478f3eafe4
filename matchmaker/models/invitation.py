"""Willingness (意向) and invitation (邀请): asked before planning, answered through a personal link (专属链接)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.models.base import Base, Dated, Resource, external_key


class Willingness(Dated, Base):
    """The answer of an expert or an enterprise to a campaign; no row means unknown, which is never willing."""

    __tablename__ = "willingness"
    __table_args__ = (
        UniqueConstraint("campaign_id", "expert_id"),
        UniqueConstraint("campaign_id", "organization_id"),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    expert_id: Mapped[int | None] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    answer: Mapped[str] = mapped_column(String(24), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    recommended: Mapped[str | None] = mapped_column(String(200))
    how: Mapped[str] = mapped_column(String(24))
    answered_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class Invitation(Resource, Base):
    """To an expert, an enterprise or an institution; only the hash of its link's token is stored."""

    __tablename__ = "invitation"
    __table_args__ = (external_key(),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(24))
    expert_id: Mapped[int | None] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id", ondelete="SET NULL"), index=True)
    trip_id: Mapped[int | None] = mapped_column(ForeignKey("trip.id", ondelete="SET NULL"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(16), index=True)
    answer: Mapped[dict[str, Any]] = mapped_column(default=dict)
    answer_until: Mapped[datetime | None]
    readable_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
