"""Classification: a code of a named scheme (field, chain, discipline, tag) given to one record."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.models.base import Base


class Classification(Base):
    """`scheme` says which list the code belongs to: two field lists exist and must never be mixed.

    Exactly one owner is set. `text` keeps what was written where the code is only a reading of it.
    """

    __tablename__ = "classification"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN organization_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN expert_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN achievement_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN need_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_owner",
        ),
    )

    scheme: Mapped[str] = mapped_column(String(40), index=True)
    code: Mapped[str] = mapped_column(String(40), index=True)
    text: Mapped[str | None] = mapped_column(String(120))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    expert_id: Mapped[int | None] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"), index=True)
    achievement_id: Mapped[int | None] = mapped_column(ForeignKey("achievement.id", ondelete="CASCADE"), index=True)
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), index=True)
