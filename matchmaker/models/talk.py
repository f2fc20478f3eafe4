"""Talk (洽谈): an expert and an enterprise at a table in a time slot of a meeting (对接洽谈会)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Boolean, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.models.base import Base, Resource, external_key

if TYPE_CHECKING:
    from matchmaker.models.plan import Plan


class Talk(Resource, Base):
    """Slots and tables are numbered from 0 here; the meeting's day, place and times stand in the plan's inputs."""

    __tablename__ = "talk"
    __table_args__ = (external_key(), UniqueConstraint("plan_id", "expert_id", "enterprise_id"))

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    slot: Mapped[int] = mapped_column(Integer)
    table_number: Mapped[int] = mapped_column(Integer)
    need_ids: Mapped[list[int]] = mapped_column(default=list)
    locked: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[str] = mapped_column(String(16), index=True)
    note: Mapped[str] = mapped_column(Text, default="")

    plan: Mapped[Plan] = relationship(back_populates="talks")
