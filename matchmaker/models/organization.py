"""Organization (单位): enterprise, university, institute, agency or bureau."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.models.base import Base, Resource, code_column, external_key
from matchmaker.models.codes import OrganizationKind

if TYPE_CHECKING:
    from matchmaker.models.classification import Classification
    from matchmaker.models.contact import Contact


class Organization(Resource, Base):
    """A body that posts needs, employs experts or runs the campaign.

    `uscc` (统一社会信用代码) may be missing: then `verified` is false (待核实) until somebody confirms or merges it.
    A merged organization points to the one that took over its records and is shown nowhere else.
    """

    __tablename__ = "organization"
    __table_args__ = (external_key(), Index("ix_organization_kind_county", "kind", "county_code"))

    kind: Mapped[OrganizationKind] = mapped_column(code_column(OrganizationKind), index=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    uscc: Mapped[str | None] = mapped_column(String(18), unique=True)
    verified: Mapped[bool] = mapped_column(Boolean, default=False, index=True)
    verified_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    county_code: Mapped[str | None] = mapped_column(String(12), index=True)
    zone_code: Mapped[str | None] = mapped_column(String(24), index=True)
    address: Mapped[str | None] = mapped_column(String(300))
    website: Mapped[str | None] = mapped_column(String(300))
    legal_representative: Mapped[str | None] = mapped_column(String(64))
    industry: Mapped[str | None] = mapped_column(String(120))
    employees: Mapped[int | None] = mapped_column(Integer)
    profile: Mapped[str] = mapped_column(Text, default="")
    email_domain: Mapped[str | None] = mapped_column(String(120))
    tags: Mapped[list[str]] = mapped_column(default=list)
    schools: Mapped[list[str]] = mapped_column(default=list)

    classifications: Mapped[list[Classification]] = relationship(
        cascade="all, delete-orphan", foreign_keys="Classification.organization_id"
    )
    contacts: Mapped[list[Contact]] = relationship(
        cascade="all, delete-orphan", foreign_keys="Contact.organization_id", back_populates="organization"
    )
