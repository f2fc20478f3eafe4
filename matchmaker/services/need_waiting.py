"""When a need waits for somebody: for a promised answer, for the word of the enterprise it was entered for."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from matchmaker.models import Need
from matchmaker.models.codes import NeedSource, NeedState
from matchmaker.services.work import Work

# Whoever posted in these states still waits for a first answer: a return and a decision are answers.
UNANSWERED = (NeedState.SUBMITTED, NeedState.VERIFIED, NeedState.PUBLISHED)
# Somebody else wrote these down for the enterprise (代填).
ENTERED_FOR_OTHERS = (NeedSource.PHONE, NeedSource.VISIT, NeedSource.WECHAT)


def answers_due(work: Work) -> ColumnElement[bool]:
    """Needs whose promised day of answer is today or past, and that nobody has answered."""
    return Need.state.in_(UNANSWERED) & (Need.answer_due_on <= work.today())


def unconfirmed_intake() -> ColumnElement[bool]:
    """Needs that somebody entered for an enterprise which has not confirmed them."""
    entered = Need.entered_by_id.isnot(None) & Need.intake.in_(ENTERED_FOR_OTHERS)
    return entered & Need.confirmed_at.is_(None) & Need.state.notin_([NeedState.DRAFT, NeedState.CLOSED])
