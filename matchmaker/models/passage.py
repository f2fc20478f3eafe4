"""Passage (匹配依据): a text that is searched, and the embedding rows that belong to its hash."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.models.base import Base, code_column
from matchmaker.models.codes import EmbeddingState


class Passage(Base):
    """A direction, a project, an achievement or a part of a need; belongs to exactly one owner.

    `searchable` follows the owner's state (active, not withdrawn ...). Every insert, change or deletion of a passage
    writes a row of the change log in the same transaction (see `matchmaker.ledger`).
    """

    __tablename__ = "passage"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN expert_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN achievement_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN need_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_owner",
        ),
    )

    expert_id: Mapped[int | None] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"), index=True)
    achievement_id: Mapped[int | None] = mapped_column(ForeignKey("achievement.id", ondelete="CASCADE"), index=True)
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), index=True)
    part: Mapped[str] = mapped_column(String(24))
    position: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64), index=True)
    searchable: Mapped[bool] = mapped_column(Boolean, default=True)


class Embedding(Base):
    """The vector of a text under a model: float32 little endian, unit length; nothing is ever encoded twice.

    `purpose` is query or passage (the model prefixes them differently). A refused text (empty, NaN) keeps its row with
    the reason and no vector, so that it waits in a visible state and is not tried for ever.
    """

    __tablename__ = "embedding"
    __table_args__ = (
        UniqueConstraint("model_id", "purpose", "text_hash"),
        Index("ix_embedding_text_hash", "text_hash"),
    )

    model_id: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(String(8))
    text_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[EmbeddingState] = mapped_column(code_column(EmbeddingState), default=EmbeddingState.READY)
    reason: Mapped[str | None] = mapped_column(String(120))
    vector: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class Change(Base):
    """One line of the change log. `id` is the generation number; its order is the order of commits."""

    __tablename__ = "change"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    passage_id: Mapped[int] = mapped_column(Integer, index=True)
    operation: Mapped[str] = mapped_column(String(8))
