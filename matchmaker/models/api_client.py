"""API client (接口调用方), its tokens with scopes, and idempotency keys."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.models.base import Base, Dated, Referenced


class ApiClient(Referenced, Dated, Base):
    """A program that uses the API, for example the transfer centre's (技术交易中心)."""

    __tablename__ = "api_client"

    name: Mapped[str] = mapped_column(String(120), unique=True)
    active: Mapped[bool] = mapped_column(Boolean, default=True)

    tokens: Mapped[list[ApiToken]] = relationship(cascade="all, delete-orphan", back_populates="client")


class ApiToken(Referenced, Dated, Base):
    """A bearer token: a prefix to recognise it, the SHA-256 of 256 random bits, scopes, expiry; shown once."""

    __tablename__ = "api_token"

    client_id: Mapped[int] = mapped_column(ForeignKey("api_client.id", ondelete="CASCADE"), index=True)
    prefix: Mapped[str] = mapped_column(String(16), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(default=list)
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]

    client: Mapped[ApiClient] = relationship(back_populates="tokens")


class IdempotencyKey(Base):
    """The answer to a request that may be sent again; `status` is empty while the first is in flight."""

    __tablename__ = "idempotency_key"
    __table_args__ = (UniqueConstraint("client_id", "key"),)

    client_id: Mapped[int] = mapped_column(ForeignKey("api_client.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(128))
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None] = mapped_column(Integer)
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    body: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
