"""Contact (联系人): how to reach an organization or an expert; masked until both sides agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.models.base import Base, Dated

if TYPE_CHECKING:
    from matchmaker.models.expert import Expert
    from matchmaker.models.organization import Organization


class Contact(Dated, Base):
    """Contact data of an organization or of an expert (exactly one of both)."""

    __tablename__ = "contact"

    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    expert_id: Mapped[int | None] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(64), default="")
    role: Mapped[str | None] = mapped_column(String(64))
    mobile: Mapped[str | None] = mapped_column(String(32), index=True)
    telephone: Mapped[str | None] = mapped_column(String(64))
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    wechat: Mapped[str | None] = mapped_column(String(64))

    organization: Mapped[Organization | None] = relationship(back_populates="contacts")
    expert: Mapped[Expert | None] = relationship(back_populates="contacts")
