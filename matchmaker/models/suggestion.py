"""Suggestion (推荐): what matching proposes, with grade and evidence, and what organizers decided."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.models.base import Base, Resource, code_column, external_key
from matchmaker.models.codes import Grade, SuggestionState, Verdict

if TYPE_CHECKING:
    from matchmaker.models.achievement import Achievement
    from matchmaker.models.expert import Expert
    from matchmaker.models.need import Need
    from matchmaker.models.organization import Organization
    from matchmaker.models.user import User


class MatchRun(Base):
    """One pass of matching: which model and weights, over what, when."""

    __tablename__ = "match_run"

    model_id: Mapped[str] = mapped_column(String(120))
    weights_version: Mapped[str] = mapped_column(String(64))
    generation: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]
    needs: Mapped[int] = mapped_column(Integer, default=0)
    suggestions: Mapped[int] = mapped_column(Integer, default=0)


class Suggestion(Resource, Base):
    """A need x expert, a need x achievement, or an enterprise x institution, with its reasons.

    `score` is P(a technology transfer officer would call it related or strongly related); pages show `grade`.
    `parts` holds the features and their contributions, `evidence` codes and parameters (see `matchmaker.matching`).
    """

    __tablename__ = "suggestion"
    __table_args__ = (
        external_key(),
        Index("uq_suggestion_need_expert", "need_id", "expert_id", unique=True),
        Index("uq_suggestion_need_achievement", "need_id", "achievement_id", unique=True),
        Index("uq_suggestion_enterprise_institution", "enterprise_id", "institution_id", unique=True),
        Index("ix_suggestion_state_need", "state", "need_id"),
        Index("ix_suggestion_state_grade_need", "state", "grade", "need_id"),
        Index("ix_suggestion_need_state_grade", "need_id", "state", "grade"),
        CheckConstraint(
            "(need_id IS NOT NULL AND enterprise_id IS NULL AND institution_id IS NULL"
            " AND (expert_id IS NULL) <> (achievement_id IS NULL))"
            " OR (need_id IS NULL AND enterprise_id IS NOT NULL AND institution_id IS NOT NULL"
            " AND expert_id IS NULL AND achievement_id IS NULL)",
            name="one_pair",
        ),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("match_run.id"), index=True)
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"))
    expert_id: Mapped[int | None] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"), index=True)
    achievement_id: Mapped[int | None] = mapped_column(ForeignKey("achievement.id", ondelete="CASCADE"), index=True)
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    rank: Mapped[int] = mapped_column(Integer)
    grade: Mapped[Grade] = mapped_column(code_column(Grade), index=True)
    score: Mapped[float] = mapped_column(Float)
    parts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    evidence: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[SuggestionState] = mapped_column(code_column(SuggestionState), default=SuggestionState.SUGGESTED)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)

    run: Mapped[MatchRun] = relationship()
    need: Mapped[Need | None] = relationship()
    expert: Mapped[Expert | None] = relationship()
    achievement: Mapped[Achievement | None] = relationship()
    enterprise: Mapped[Organization | None] = relationship(foreign_keys=[enterprise_id])
    institution: Mapped[Organization | None] = relationship(foreign_keys=[institution_id])
    decisions: Mapped[list[Decision]] = relationship(
        cascade="all, delete-orphan", back_populates="suggestion", order_by="Decision.id"
    )


class Decision(Resource, Base):
    """One act of an organizer on a suggestion; an undo is a further row, nothing is overwritten."""

    __tablename__ = "decision"
    __table_args__ = (external_key(),)

    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id", ondelete="CASCADE"), index=True)
    verdict: Mapped[Verdict] = mapped_column(code_column(Verdict))
    reason_code: Mapped[str | None] = mapped_column(String(40), index=True)
    note: Mapped[str | None] = mapped_column(Text)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("api_client.id"), index=True)
    grade: Mapped[Grade] = mapped_column(code_column(Grade))
    score: Mapped[float] = mapped_column(Float)
    previous_state: Mapped[SuggestionState] = mapped_column(code_column(SuggestionState))

    suggestion: Mapped[Suggestion] = relationship(back_populates="decisions")
    user: Mapped[User | None] = relationship()


class NeedAssessment(Base):
    """What the last run found for a need as a whole: its best grade, and if none, why and what would help."""

    __tablename__ = "need_assessment"

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), unique=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("match_run.id"), index=True)
    grade: Mapped[Grade] = mapped_column(code_column(Grade))
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    hints: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    lexical_only: Mapped[bool] = mapped_column(default=False)
    assessed_at: Mapped[datetime]

    run: Mapped[MatchRun] = relationship()
