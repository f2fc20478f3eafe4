"""When a need waits for somebody: for a promised answer, for the word of the enterprise it was entered for."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from matchmaker.models import Need
from matchmaker.models.codes import NeedSource, NeedState
from matchmaker.services.work import Work

# Nobody has decided on a suggestion yet: the first decision moves a need on.
UNDECIDED = (NeedState.VERIFIED, NeedState.PUBLISHED)
# Somebody else wrote these down for the enterprise (代填).
ENTERED_FOR_OTHERS = (NeedSource.PHONE, NeedSource.VISIT, NeedSource.WECHAT)


def answers_due(work: Work) -> ColumnElement[bool]:
    """Needs whose promised day of answer is today or past, and that nobody has answered.

    A return is an answer, a decision is one, and that nobody fits is one, which the tracking page tells.
    """
    nobody_looked = Need.assessed_at.is_(None) | (Need.suggestion_count > 0)
    waiting = (Need.state == NeedState.SUBMITTED) | (Need.state.in_(UNDECIDED) & nobody_looked)
    return waiting & (Need.answer_due_on <= work.today())


def unconfirmed_intake() -> ColumnElement[bool]:
    """Needs that somebody entered for an enterprise which has not confirmed them."""
    entered = Need.entered_by_id.isnot(None) & Need.intake.in_(ENTERED_FOR_OTHERS)
    return entered & Need.confirmed_at.is_(None) & Need.state.notin_([NeedState.DRAFT, NeedState.CLOSED])
