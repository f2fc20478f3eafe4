"""Suggestions as the pages of single records show them: for a need, an expert, an achievement, an organization."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import joinedload

from matchmaker.models import Achievement, Expert, Need, NeedAssessment, Organization, Suggestion
from matchmaker.models.codes import SuggestionState
from matchmaker.services.review_queue import GRADE_ORDER
from matchmaker.services.scope import suggestions_in_scope
from matchmaker.services.work import Work

LIMIT = 100


def suggested_for(*, work: Work, record: Expert | Achievement) -> Sequence[Suggestion]:
    """The suggestions of this expert or achievement that the caller may read, with need and enterprise loaded."""
    column = Suggestion.expert_id if isinstance(record, Expert) else Suggestion.achievement_id
    return _read(work, column == record.id)


def partners_of(*, work: Work, organization: Organization) -> Sequence[Suggestion]:
    """Institutions suggested to an enterprise, or enterprises to an institution."""
    either = (Suggestion.enterprise_id == organization.id) | (Suggestion.institution_id == organization.id)
    return _read(work, either)


def assessment_of(*, work: Work, need: Need) -> NeedAssessment | None:
    """What the last run of matching found for a need as a whole; None if there was none yet."""
    return work.session.scalars(select(NeedAssessment).where(NeedAssessment.need_id == need.id)).one_or_none()


def _read(work: Work, where: ColumnElement[bool]) -> Sequence[Suggestion]:
    query = (
        select(Suggestion)
        .where(where, suggestions_in_scope(work.actor), Suggestion.state != SuggestionState.OUTDATED)
        .order_by(case(GRADE_ORDER, value=Suggestion.grade), Suggestion.score.desc(), Suggestion.id)
        .limit(LIMIT)
        .options(
            joinedload(Suggestion.need).joinedload(Need.organization),
            joinedload(Suggestion.enterprise),
            joinedload(Suggestion.institution),
        )
    )
    return work.session.scalars(query).all()
