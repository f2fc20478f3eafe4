"""Outcome (成效), feedback (评价) and follow-up tasks: what came of an introduction."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import Boolean, Date, ForeignKey, Integer, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.models.base import Base, Dated, Resource, external_key

if TYPE_CHECKING:
    from matchmaker.models.campaign import Campaign
    from matchmaker.models.expert import Expert
    from matchmaker.models.need import Need
    from matchmaker.models.suggestion import Suggestion


class Outcome(Resource, Base):
    """Level (意向, 协议, 合同, 到账), contract kind and amounts (万元) of a result, traced to its suggestion."""

    __tablename__ = "outcome"
    __table_args__ = (external_key(),)

    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"), index=True)
    suggestion_id: Mapped[int | None] = mapped_column(ForeignKey("suggestion.id"), index=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"), index=True)
    pairing_id: Mapped[int | None] = mapped_column(ForeignKey("pairing.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"), index=True)
    expert_id: Mapped[int | None] = mapped_column(ForeignKey("expert.id"), index=True)
    level: Mapped[str] = mapped_column(String(16), index=True)
    contract_kind: Mapped[str | None] = mapped_column(String(24))
    amount: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    amount_received: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    registration_number: Mapped[str | None] = mapped_column(String(64))
    evidence_sha256: Mapped[str | None] = mapped_column(String(64))
    older_than_contact: Mapped[bool] = mapped_column(Boolean, default=False)
    joint_platform: Mapped[bool] = mapped_column(Boolean, default=False)
    vice_president: Mapped[bool] = mapped_column(Boolean, default=False)  # 科技副总
    signed_on: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="")

    need: Mapped[Need | None] = relationship()
    suggestion: Mapped[Suggestion | None] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
    expert: Mapped[Expert | None] = relationship()


class Feedback(Dated, Base):
    """A rating (1-5) of a visit or suggestion by one side."""

    __tablename__ = "feedback"

    suggestion_id: Mapped[int | None] = mapped_column(ForeignKey("suggestion.id", ondelete="CASCADE"), index=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), index=True)
    side: Mapped[str] = mapped_column(String(16))
    rating: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text, default="")


class FollowUp(Resource, Base):
    """A task that follows from a visit or an outcome, with owner and due date."""

    __tablename__ = "follow_up"
    __table_args__ = (external_key(),)

    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), index=True)
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None] = mapped_column(Date, index=True)
    done_on: Mapped[date | None] = mapped_column(Date)

    need: Mapped[Need | None] = relationship()
