"""Attachment (附件): a file that belongs to a need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.models.base import Base, Dated, Referenced

if TYPE_CHECKING:
    from matchmaker.models.need import Need


class Attachment(Referenced, Dated, Base):
    """Stored in the data folder under its SHA-256; the name given by the user is only shown."""

    __tablename__ = "attachment"

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    content_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64), index=True)

    need: Mapped[Need] = relationship(back_populates="attachments")
