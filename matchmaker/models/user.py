"""User (用户): sign-in, role and scope; sessions are rows that can be revoked; counters limit guessing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.models.base import Base, Dated, Referenced, Versioned, code_column
from matchmaker.models.codes import Role
from matchmaker.models.organization import Organization


class User(Referenced, Dated, Versioned, Base):
    """A person with an account. Enterprise and liaison users belong to an organization, county users to a county."""

    __tablename__ = "user"

    username: Mapped[str] = mapped_column(String(64), unique=True)
    display_name: Mapped[str] = mapped_column(String(64))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    mobile: Mapped[str | None] = mapped_column(String(32))
    role: Mapped[Role] = mapped_column(code_column(Role), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    county_code: Mapped[str | None] = mapped_column(String(12), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(Boolean, default=False)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    locale: Mapped[str | None] = mapped_column(String(16))
    totp_secret: Mapped[str | None] = mapped_column(String(255))  # sealed: see matchmaker.sealing
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None] = mapped_column(Integer)
    last_signed_in_at: Mapped[datetime | None]

    organization: Mapped[Organization | None] = relationship()
    sessions: Mapped[list[UserSession]] = relationship(cascade="all, delete-orphan", back_populates="user")


class UserSession(Base):
    """A signed-in browser; only the hash of the session token is stored."""

    __tablename__ = "user_session"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    second_factor_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(64))
    agent: Mapped[str] = mapped_column(String(200), default="")

    user: Mapped[User] = relationship(back_populates="sessions")


class PasswordReset(Base):
    """A reset link: used once, short-lived, hashed."""

    __tablename__ = "password_reset"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RateCount(Base):
    """How often something happened in a window of time; shared by all workers."""

    __tablename__ = "rate_count"
    __table_args__ = (UniqueConstraint("bucket", "window"),)

    bucket: Mapped[str] = mapped_column(String(120))
    window: Mapped[int] = mapped_column(Integer)
    count: Mapped[int] = mapped_column(Integer, default=0)
    expires_at: Mapped[datetime] = mapped_column(index=True)
