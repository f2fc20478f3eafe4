"""The queue of suggestions to be decided, one need at a time, those with the nearest promised answer first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.models import Achievement, Decision, Expert, Need, Suggestion
from matchmaker.models.codes import MATCHED_STATES, Grade, SuggestionState
from matchmaker.services.scope import get_visible, needs_in_scope
from matchmaker.services.work import Work

# Weak relations are shown below the others but call nobody to the desk.
CALLING = (Grade.STRONG, Grade.FAIR)
GRADE_ORDER = {Grade.STRONG: 0, Grade.FAIR: 1, Grade.WEAK: 2, Grade.NONE: 3}


@dataclass(frozen=True)
class QueueFilter:
    """Which needs to review; empty fields do not filter. `grade` may be weak: then weak ones call, too."""

    county_code: str | None = None
    grade: Grade | None = None


@dataclass(frozen=True)
class QueueEntry:
    """A need with open suggestions: how many, and how many of them are graded highest."""

    ref: str
    open: int
    open_strong: int


@dataclass(frozen=True)
class QueuePlace:
    """Where somebody stands in the queue. `need` is None if it is empty; `position` is 0 outside of the queue."""

    need: Need | None
    position: int
    total: int
    open: int
    previous: str | None
    next: str | None


def open_suggestions(*, work: Work, where: QueueFilter) -> list[QueueEntry]:
    """The needs of the queue in its order."""
    strong = func.sum(case((Suggestion.grade == Grade.STRONG, 1), else_=0))
    grades = (where.grade,) if where.grade else CALLING
    query = (
        select(Need.ref, func.count(Suggestion.id), strong)
        .join(Suggestion, Suggestion.need_id == Need.id)
        .where(needs_in_scope(work.actor), Need.state.in_(MATCHED_STATES))
        .where(Suggestion.state == SuggestionState.SUGGESTED, Suggestion.grade.in_(grades))
        .group_by(Need.id, Need.ref, Need.answer_due_on)
        .order_by(Need.answer_due_on.is_(None), Need.answer_due_on, Need.id)
    )
    if where.county_code:
        query = query.where(Need.county_code == where.county_code)
    return [QueueEntry(ref, count, int(best)) for ref, count, best in work.session.execute(query)]


def find_place(*, work: Work, where: QueueFilter, ref: str | None = None) -> QueuePlace:
    """The need `ref` and its neighbours in the queue, or the first need; NotFound outside of the caller's scope."""
    entries = open_suggestions(work=work, where=where)
    refs = [entry.ref for entry in entries]
    chosen = ref or next(iter(refs), None)
    need = get_visible(work=work, kind=Need, ref=chosen) if chosen else None
    at = refs.index(chosen) if chosen in refs else None
    return QueuePlace(
        need=need,
        position=0 if at is None else at + 1,
        total=len(entries),
        open=sum(entry.open for entry in entries),
        previous=refs[at - 1] if at else None,
        # From outside of the queue the way leads to its beginning.
        next=next(iter(refs[at + 1 :] if at is not None else refs), None),
    )


def candidates_of(*, work: Work, need: Need) -> Sequence[Suggestion]:
    """What was suggested for a need the caller may read, best first, with both sides and decisions loaded."""
    order = case(GRADE_ORDER, value=Suggestion.grade)
    query = (
        select(Suggestion)
        .where(Suggestion.need_id == need.id, Suggestion.state != SuggestionState.OUTDATED)
        .order_by(order, Suggestion.score.desc(), Suggestion.id)
        .options(
            joinedload(Suggestion.expert).joinedload(Expert.institution),
            joinedload(Suggestion.achievement).joinedload(Achievement.institution),
            joinedload(Suggestion.achievement).joinedload(Achievement.expert),
            selectinload(Suggestion.decisions).joinedload(Decision.user),
        )
    )
    return work.session.scalars(query).all()
