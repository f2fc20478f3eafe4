"""Expert (专家) or team (团队): a person or group that can serve a need, with limits and conflicts."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.models.base import Base, Dated, Resource, code_column, external_key
from matchmaker.models.codes import ExpertKind, ExpertState, ProfileBasis

if TYPE_CHECKING:
    from matchmaker.models.classification import Classification
    from matchmaker.models.contact import Contact
    from matchmaker.models.organization import Organization


class Expert(Resource, Base):
    """A person or a team (laboratories are teams).

    `basis` says where the profile comes from: public and provided profiles may be matched for organizers' eyes;
    passing on a name or a contact needs a confirmed one. `profile_updated_on` decides staleness (two years).
    `projects` are {title, year}; `available_dates` are ISO dates.
    """

    __tablename__ = "expert"
    __table_args__ = (external_key(),)

    kind: Mapped[ExpertKind] = mapped_column(code_column(ExpertKind), index=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    school: Mapped[str | None] = mapped_column(String(120))
    title: Mapped[str | None] = mapped_column(String(120))
    degree: Mapped[str | None] = mapped_column(String(40))
    gender: Mapped[str | None] = mapped_column(String(8))
    birth_year: Mapped[int | None] = mapped_column(Integer)
    region: Mapped[str | None] = mapped_column(String(80))
    profile: Mapped[str] = mapped_column(Text, default="")
    directions: Mapped[list[str]] = mapped_column(default=list)
    projects: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    services: Mapped[list[str]] = mapped_column(default=list)
    basis: Mapped[ProfileBasis] = mapped_column(code_column(ProfileBasis), default=ProfileBasis.PUBLIC)
    state: Mapped[ExpertState] = mapped_column(code_column(ExpertState), default=ExpertState.ACTIVE, index=True)
    profile_updated_on: Mapped[date] = mapped_column(Date, index=True)
    max_visits: Mapped[int | None] = mapped_column(Integer)
    max_days: Mapped[int | None] = mapped_column(Integer)
    available_dates: Mapped[list[str]] = mapped_column(default=list)
    consent_version: Mapped[str | None] = mapped_column(String(32))
    consent_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    profile_source: Mapped[str | None] = mapped_column(String(300))

    institution: Mapped[Organization | None] = relationship(foreign_keys=[institution_id])
    affiliations: Mapped[list[Affiliation]] = relationship(cascade="all, delete-orphan", back_populates="expert")
    conflicts: Mapped[list[Conflict]] = relationship(cascade="all, delete-orphan", back_populates="expert")
    classifications: Mapped[list[Classification]] = relationship(
        cascade="all, delete-orphan", foreign_keys="Classification.expert_id"
    )
    contacts: Mapped[list[Contact]] = relationship(
        cascade="all, delete-orphan", foreign_keys="Contact.expert_id", back_populates="expert"
    )


class Affiliation(Base):
    """A further institution of an expert (double affiliation)."""

    __tablename__ = "affiliation"
    __table_args__ = (UniqueConstraint("expert_id", "organization_id"),)

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)

    expert: Mapped[Expert] = relationship(back_populates="affiliations")
    organization: Mapped[Organization] = relationship()


class Conflict(Dated, Base):
    """A relation between an expert and an organization that keeps them apart, or says they work together already.

    `kind`: declared (a declared interest), shared_project (within three years), cooperating (已在合作: no conflict of
    interest, but nothing to introduce either).
    """

    __tablename__ = "conflict"
    __table_args__ = (UniqueConstraint("expert_id", "organization_id", "kind"),)

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(String(300), default="")
    until: Mapped[date | None] = mapped_column(Date)

    expert: Mapped[Expert] = relationship(back_populates="conflicts")
    organization: Mapped[Organization] = relationship()
