"""Plan (计划) with its visits (专家入企), trips (赴××大学对接) and pairings (校企合作)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, Date, Float, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.models.base import Base, Resource, external_key

if TYPE_CHECKING:
    from matchmaker.models.talk import Talk


class Plan(Resource, Base):
    """A whole campaign's plan of one kind (visits, trips, pairs, meetings; record: what was noted by hand).

    draft, published, superseded or discarded. `value` and `bound` are the planner's objective. `problem` holds what
    was planned: {form, problem, index: which number of the problem is which row, inputs}; `report` what came of it:
    {progress, stopped, gap, shortfalls, left_out, unknown}. `arrangements` hold for every visit or trip that has none
    of its own: pick-up, escort, board and lodging, who pays.
    """

    __tablename__ = "plan"
    __table_args__ = (external_key(),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), index=True)
    value: Mapped[float | None] = mapped_column(Float)
    bound: Mapped[float | None] = mapped_column(Float)
    seed: Mapped[int] = mapped_column(Integer, default=0)
    problem: Mapped[dict[str, Any]] = mapped_column(default=dict)
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    arrangements: Mapped[dict[str, Any]] = mapped_column(default=dict)
    published_at: Mapped[datetime | None]
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))

    visits: Mapped[list[Visit]] = relationship(cascade="all, delete-orphan", back_populates="plan")
    trips: Mapped[list[Trip]] = relationship(cascade="all, delete-orphan", back_populates="plan")
    pairings: Mapped[list[Pairing]] = relationship(cascade="all, delete-orphan", back_populates="plan")
    talks: Mapped[list[Talk]] = relationship(cascade="all, delete-orphan", back_populates="plan")


class Visit(Resource, Base):
    """An expert at an enterprise on a date, for some needs: planned, done or cancelled (with the reason why)."""

    __tablename__ = "visit"
    __table_args__ = (external_key(), UniqueConstraint("plan_id", "expert_id", "enterprise_id", "on_date"))

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"))
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    on_date: Mapped[date] = mapped_column(Date, index=True)
    starts_at: Mapped[str | None] = mapped_column(String(5))
    need_ids: Mapped[list[int]] = mapped_column(default=list)
    locked: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[str] = mapped_column(String(16), index=True)
    findings: Mapped[str] = mapped_column(Text, default="")
    cancelled_why: Mapped[str | None] = mapped_column(String(300))
    arrangements: Mapped[dict[str, Any]] = mapped_column(default=dict)

    plan: Mapped[Plan] = relationship(back_populates="visits")


class Trip(Resource, Base):
    """A delegation of enterprises to an institution on a date."""

    __tablename__ = "trip"
    __table_args__ = (external_key(),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    on_date: Mapped[date] = mapped_column(Date, index=True)
    leader: Mapped[str | None] = mapped_column(String(64))
    locked: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[str] = mapped_column(String(16), index=True)
    arrangements: Mapped[dict[str, Any]] = mapped_column(default=dict)

    plan: Mapped[Plan] = relationship(back_populates="trips")
    delegates: Mapped[list[Delegate]] = relationship(cascade="all, delete-orphan")


class Delegate(Base):
    """An enterprise that takes part in a trip."""

    __tablename__ = "delegate"
    __table_args__ = (UniqueConstraint("trip_id", "enterprise_id"),)

    trip_id: Mapped[int] = mapped_column(ForeignKey("trip.id", ondelete="CASCADE"))
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    state: Mapped[str] = mapped_column(String(16), default="invited")


class Pairing(Resource, Base):
    """Long-term cooperation of an enterprise, or of a whole chain, with an institution (or one of its schools)."""

    __tablename__ = "pairing"
    __table_args__ = (external_key(),)

    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    chain_code: Mapped[str | None] = mapped_column(String(40), index=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    school: Mapped[str | None] = mapped_column(String(120))
    agreement: Mapped[str] = mapped_column(Text, default="")
    signed_on: Mapped[date | None] = mapped_column(Date)
    locked: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[str] = mapped_column(String(16), index=True)

    plan: Mapped[Plan | None] = relationship(back_populates="pairings")
