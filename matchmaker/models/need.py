"""Need (技术需求): an internal version, a public one, and its life from draft to closed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import Date, ForeignKey, Index, Integer, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.models.base import Base, Resource, code_column, external_key
from matchmaker.models.codes import Confidentiality, NeedResult, NeedSource, NeedState

if TYPE_CHECKING:
    from matchmaker.models.attachment import Attachment
    from matchmaker.models.campaign import Campaign
    from matchmaker.models.classification import Classification
    from matchmaker.models.organization import Organization
    from matchmaker.models.user import User


class Need(Resource, Base):
    """What an enterprise looks for.

    The internal version (title, problem, indicators, goal, background) is for organizers and the enterprise itself.
    Outsiders, and experts before they accept, see only `public_title` and `public_text`, and only after the enterprise
    approved them (`public_approved_at`). Funds are in 万元; `funds_text` keeps what was written.
    `content_key` finds repeats (normalised title and text). `assessed_at` is the last time matching looked at it.
    """

    __tablename__ = "need"
    __table_args__ = (
        external_key(),
        # Holds all that the counts of what waits ask for, so that they read no rows.
        Index(
            "ix_need_waiting",
            "state", "county_code", "entered_by_id", "answer_due_on", "assessed_at", "suggestion_count",
        ),
    )  # fmt: skip

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"), index=True)
    county_code: Mapped[str | None] = mapped_column(String(12), index=True)
    state: Mapped[NeedState] = mapped_column(code_column(NeedState), default=NeedState.DRAFT)
    result: Mapped[NeedResult | None] = mapped_column(code_column(NeedResult))
    intake: Mapped[NeedSource] = mapped_column(code_column(NeedSource))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    confirmed_at: Mapped[datetime | None]
    confirmed_how: Mapped[str | None] = mapped_column(String(200))

    title: Mapped[str] = mapped_column(String(300))
    problem: Mapped[str] = mapped_column(Text, default="")
    indicators: Mapped[str] = mapped_column(Text, default="")
    goal: Mapped[str] = mapped_column(Text, default="")
    background: Mapped[str] = mapped_column(Text, default="")
    content_key: Mapped[str] = mapped_column(String(64), index=True)
    keywords: Mapped[list[str]] = mapped_column(default=list)
    public_title: Mapped[str | None] = mapped_column(String(300))
    public_text: Mapped[str | None] = mapped_column(Text)
    public_approved_at: Mapped[datetime | None]
    confidentiality: Mapped[Confidentiality] = mapped_column(
        code_column(Confidentiality), default=Confidentiality.COUNTY, index=True
    )

    activity_kind: Mapped[str | None] = mapped_column(String(40))
    cooperation_mode: Mapped[str | None] = mapped_column(String(40))
    wishes: Mapped[list[str]] = mapped_column(default=list)
    funds_low: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    funds_high: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    funds_text: Mapped[str | None] = mapped_column(String(120))
    window_from: Mapped[date | None] = mapped_column(Date)
    window_to: Mapped[date | None] = mapped_column(Date)
    window_text: Mapped[str | None] = mapped_column(String(120))
    wanted_partners: Mapped[str | None] = mapped_column(String(300))
    contact_name: Mapped[str | None] = mapped_column(String(64))
    contact_mobile: Mapped[str | None] = mapped_column(String(32))
    contact_email: Mapped[str | None] = mapped_column(String(254))

    tracking_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    submitted_at: Mapped[datetime | None] = mapped_column(index=True)
    reviewed_at: Mapped[datetime | None]
    review_note: Mapped[str | None] = mapped_column(Text)
    answer_due_on: Mapped[date | None] = mapped_column(Date, index=True)
    closed_at: Mapped[datetime | None]
    close_note: Mapped[str | None] = mapped_column(Text)
    assessed_at: Mapped[datetime | None]
    grade: Mapped[str | None] = mapped_column(String(16), index=True)
    suggestion_count: Mapped[int] = mapped_column(Integer, default=0)

    organization: Mapped[Organization] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
    entered_by: Mapped[User | None] = relationship()
    attachments: Mapped[list[Attachment]] = relationship(cascade="all, delete-orphan", back_populates="need")
    classifications: Mapped[list[Classification]] = relationship(
        cascade="all, delete-orphan", foreign_keys="Classification.need_id"
    )
