"""Achievement (成果): a result of an expert or an institution that an enterprise could use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Boolean, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.models.base import Base, Resource, external_key

if TYPE_CHECKING:
    from matchmaker.models.classification import Classification
    from matchmaker.models.expert import Expert
    from matchmaker.models.organization import Organization


class Achievement(Resource, Base):
    """Belongs to an expert, to an institution, to both, or (as imported) to neither yet.

    `trl` is the technology readiness level 1-9 (GB/T 22900).
    """

    __tablename__ = "achievement"
    __table_args__ = (external_key(),)

    title: Mapped[str] = mapped_column(String(300), index=True)
    content_key: Mapped[str] = mapped_column(String(64), index=True)
    text: Mapped[str] = mapped_column(Text, default="")
    expert_id: Mapped[int | None] = mapped_column(ForeignKey("expert.id"), index=True)
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    trl: Mapped[int | None] = mapped_column(Integer)
    stage: Mapped[str | None] = mapped_column(String(64))
    ip_state: Mapped[str | None] = mapped_column(String(120))
    year: Mapped[int | None] = mapped_column(Integer)
    region: Mapped[str | None] = mapped_column(String(80))
    active: Mapped[bool] = mapped_column(Boolean, default=True, index=True)
    profile_source: Mapped[str | None] = mapped_column(String(300))

    expert: Mapped[Expert | None] = relationship(foreign_keys=[expert_id])
    institution: Mapped[Organization | None] = relationship(foreign_keys=[institution_id])
    classifications: Mapped[list[Classification]] = relationship(
        cascade="all, delete-orphan", foreign_keys="Classification.achievement_id"
    )
