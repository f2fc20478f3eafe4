"""Campaign (行动, 第×届): a round of 双百 with its display names, dates, targets and collection rounds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.models.base import Base, Resource, external_key


class Campaign(Resource, Base):
    """`targets` are {code, target, last_year, definition}; `rules` planning limits; states planned, running, closed."""

    __tablename__ = "campaign"
    __table_args__ = (external_key(),)

    number: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(120))
    visits_name: Mapped[str] = mapped_column(String(60))
    delegations_name: Mapped[str] = mapped_column(String(60))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(16), index=True)
    county_code: Mapped[str | None] = mapped_column(String(12))
    targets: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    rules: Mapped[dict[str, Any]] = mapped_column(default=dict)

    rounds: Mapped[list[CollectionRound]] = relationship(cascade="all, delete-orphan", back_populates="campaign")


class CollectionRound(Base):
    """A time in which needs are collected, with a target for each county."""

    __tablename__ = "collection_round"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]

    campaign: Mapped[Campaign] = relationship(back_populates="rounds")
    targets: Mapped[list[CountyTarget]] = relationship(cascade="all, delete-orphan")


class CountyTarget(Base):
    """How many needs a county is asked to bring in a collection round."""

    __tablename__ = "county_target"
    __table_args__ = (UniqueConstraint("round_id", "county_code"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("collection_round.id", ondelete="CASCADE"))
    county_code: Mapped[str] = mapped_column(String(12))
    target: Mapped[int] = mapped_column(Integer)
