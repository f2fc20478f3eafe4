"""The queue of suggestions to be decided, one need at a time, those with the nearest promised answer first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select
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
    """A need with how many open suggestions."""

    ref: str
    open: int


@dataclass(frozen=True)
class QueueCount:
    """Needs in the queue, their open suggestions, and how many of these are graded highest."""

    needs: int
    open: int
    strong: int


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
    query = _open(work, where, Need.ref, func.count(Suggestion.id))
    query = query.group_by(Need.id, Need.ref, Need.answer_due_on)
    rows = work.session.execute(query.order_by(Need.answer_due_on.is_(None), Need.answer_due_on, Need.id))
    return [QueueEntry(ref, count) for ref, count in rows]


def count_open(*, work: Work, where: QueueFilter) -> QueueCount:
    """How long the queue is, without its needs."""
    strong = func.sum(case((Suggestion.grade == Grade.STRONG, 1), else_=0))
    query = _open(work, where, func.count(Need.id.distinct()), func.count(Suggestion.id), func.coalesce(strong, 0))
    return QueueCount(*map(int, work.session.execute(query).one()))


def _open(work: Work, where: QueueFilter, *columns: Any) -> Select[Any]:
    """`columns` of the needs of the queue, joined with their open suggestions."""
    query = (
        select(*columns)
        .select_from(Need)
        .join(Suggestion, Suggestion.need_id == Need.id)
        .where(needs_in_scope(work.actor), Need.state.in_(MATCHED_STATES))
        .where(Suggestion.state == SuggestionState.SUGGESTED)
        .where(Suggestion.grade.in_((where.grade,) if where.grade else CALLING))
    )
    return query.where(Need.county_code == where.county_code) if where.county_code else query


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
