"""Willingness (意向), invitation (邀请) with its personal links (专属链接), and what each side says to a visit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.models.base import Base, Dated, Resource, external_key


class Willingness(Dated, Base):
    """The answer of an expert, an enterprise or an institution to a campaign; no row: unknown, never willing.

    `partner_ids`: with whom they cooperate already (organizations for an expert, experts for an organization); without
    any, "cooperating" means that there is nobody to introduce at all. `recommended`: the colleague they name.
    """

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
    partner_ids: Mapped[list[int]] = mapped_column(default=list)
    how: Mapped[str] = mapped_column(String(24))
    answered_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class Invitation(Resource, Base):
    """Asks one party of a campaign: for its willingness, or to what a published plan has for it.

    `state`: prepared, sent, revoked. It can be answered until `answer_until`, and read until `readable_until` or the
    end of the party's last visit, whichever is later. The answers are rows of Willingness or Rsvp.
    """

    __tablename__ = "invitation"
    __table_args__ = (external_key(),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(24))
    expert_id: Mapped[int | None] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(16), index=True)
    sent_how: Mapped[str | None] = mapped_column(String(24))
    answer_until: Mapped[datetime | None]
    readable_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    links: Mapped[list[PersonalLink]] = relationship(cascade="all, delete-orphan", back_populates="invitation")
    rsvps: Mapped[list[Rsvp]] = relationship(cascade="all, delete-orphan", back_populates="invitation")


class PersonalLink(Base):
    """A secret address (专属链接) of an invitation. Only the hash of its token is stored; all of them may be alive."""

    __tablename__ = "personal_link"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    revoked_at: Mapped[datetime | None]

    invitation: Mapped[Invitation] = relationship(back_populates="links")


class Rsvp(Dated, Base):
    """What one side says to one visit, trip, talk or pairing of a plan; a later word takes the former's place.

    `answer`: accept, decline (with a code of `decline_reasons`), another_date (`dates`), colleague (`colleague`) or, to
    a pairing, another_school (`school`: of the same institution).
    """

    __tablename__ = "rsvp"
    __table_args__ = (
        UniqueConstraint("invitation_id", "visit_id"),
        UniqueConstraint("invitation_id", "trip_id"),
        UniqueConstraint("invitation_id", "talk_id"),
        UniqueConstraint("invitation_id", "pairing_id"),
    )

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), index=True)
    trip_id: Mapped[int | None] = mapped_column(ForeignKey("trip.id", ondelete="CASCADE"), index=True)
    talk_id: Mapped[int | None] = mapped_column(ForeignKey("talk.id", ondelete="CASCADE"), index=True)
    pairing_id: Mapped[int | None] = mapped_column(ForeignKey("pairing.id", ondelete="CASCADE"), index=True)
    answer: Mapped[str] = mapped_column(String(24), index=True)
    reason_code: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text, default="")
    dates: Mapped[list[str]] = mapped_column(default=list)
    colleague: Mapped[str | None] = mapped_column(String(200))
    school: Mapped[str | None] = mapped_column(String(120))
    how: Mapped[str] = mapped_column(String(24))
    answered_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    invitation: Mapped[Invitation] = relationship(back_populates="rsvps")
