"""Order of the planners (必须 / 禁止): who must meet, and who must not, in every plan of a round."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.models.base import Base, Dated, Referenced


class PlanOrder(Referenced, Dated, Base):
    """`kind` is must or must_not, `plan_kind` visits, meetings, trips or pairs.

    Visits and meetings: expert x enterprise; trips and pairs: enterprise (or `chain_code`) x institution. A must may
    name the day (or the `slot` of a meeting).
    """

    __tablename__ = "plan_order"
    __table_args__ = (
        CheckConstraint("(expert_id IS NULL) <> (institution_id IS NULL)", name="one_partner"),
        CheckConstraint("(enterprise_id IS NULL) <> (chain_code IS NULL)", name="one_party"),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    plan_kind: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    expert_id: Mapped[int | None] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"), index=True)
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    chain_code: Mapped[str | None] = mapped_column(String(40))
    on_date: Mapped[date | None] = mapped_column(Date)
    slot: Mapped[int | None] = mapped_column(Integer)
    why: Mapped[str] = mapped_column(String(300), default="")
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
