"""The queue of suggestions to be decided, one need at a time, those with the nearest promised answer first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Subquery, and_, case, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.models import Achievement, Decision, Expert, Need, Suggestion
from matchmaker.models.codes import MATCHED_STATES, Grade, NeedState, SuggestionState
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


def count_open(*, work: Work, where: QueueFilter) -> QueueCount:
    """How long the queue is, without its needs."""
    rows = _counted(work, where)
    found = select(func.count(), func.coalesce(func.sum(rows.c.open), 0), func.coalesce(func.sum(rows.c.strong), 0))
    return QueueCount(*map(int, work.session.execute(found.select_from(rows)).one()))


def find_place(*, work: Work, where: QueueFilter, ref: str | None = None) -> QueuePlace:
    """The need `ref` and its neighbours in the queue, or the first need; NotFound outside of the caller's scope."""
    need = get_visible(work=work, kind=Need, ref=ref) if ref else _beside(work, where, None)
    total, number, before, here = _numbers(work, where, need)
    inside = need is not None and here > 0
    previous = _beside(work, where, need, backward=True) if inside else None
    # From outside of the queue the way leads to its beginning.
    following = _beside(work, where, need if inside else None)
    return QueuePlace(
        need=need,
        position=before + 1 if inside else 0,
        total=total,
        open=number,
        previous=previous.ref if previous else None,
        next=following.ref if following else None,
    )


def _beside(work: Work, where: QueueFilter, need: Need | None, *, backward: bool = False) -> Need | None:
    """The need of the queue that follows (or goes before) `need`; without one the first.

    Walks along the index of promised days until it meets one that is open, instead of reading the queue.
    """
    due, key = Need.answer_due_on, Need.id
    called = select(Suggestion.id).where(Suggestion.need_id == Need.id, _calls(where)).exists()
    query = select(Need).where(_in_queue(work, where), called)
    dated, undated = query.where(due.isnot(None)), query.where(due.is_(None))
    parts = [dated, undated]
    if need is not None:
        beyond = key < need.id if backward else key > need.id
        if need.answer_due_on is None:
            undated = undated.where(beyond)
            parts = [undated, dated] if backward else [undated]
        else:
            further = due < need.answer_due_on if backward else due > need.answer_due_on
            dated = dated.where(or_(further, and_(due == need.answer_due_on, beyond)))
            parts = [dated] if backward else [dated, undated]
    order = (due.desc(), key.desc()) if backward else (due, key)
    found = (work.session.scalars(part.order_by(*order).limit(1)).first() for part in parts)
    return next((row for row in found if row is not None), None)


def _numbers(work: Work, where: QueueFilter, need: Need | None) -> tuple[int, int, int, int]:
    """Needs of the queue, their open suggestions, the needs before `need`, and whether it is among them (1 or 0)."""
    rows = _counted(work, where)
    due, key = rows.c.answer_due_on, rows.c.id
    before: ColumnElement[bool] = false()
    if need is not None and need.answer_due_on is None:
        before = or_(due.isnot(None), key < need.id)
    elif need is not None:
        before = or_(due < need.answer_due_on, and_(due == need.answer_due_on, key < need.id))
    here = key == need.id if need is not None else false()
    sums = (rows.c.open, case((before, 1), else_=0), case((here, 1), else_=0))
    found = select(func.count(), *(func.coalesce(func.sum(one), 0) for one in sums)).select_from(rows)
    total, number, ahead, present = map(int, work.session.execute(found).one())
    return total, number, ahead, present


def _counted(work: Work, where: QueueFilter) -> Subquery:
    """The needs of the queue with `open`, how many suggestions call, and `strong`, how many are graded highest."""
    strong = func.sum(case((Suggestion.grade == Grade.STRONG, 1), else_=0))
    return (
        select(Need.id, Need.answer_due_on, func.count(Suggestion.id).label("open"), strong.label("strong"))
        .join(Suggestion, Suggestion.need_id == Need.id)
        .where(_in_queue(work, where), _calls(where))
        .group_by(Need.id)
        .subquery()
    )


def _in_queue(work: Work, where: QueueFilter) -> ColumnElement[bool]:
    """Needs of the caller's scope that are matched, as far as the filter lets them."""
    # Most needs are in these states: an index of states would read them all and sort them, for the sake of one.
    found = needs_in_scope(work.actor) & func.coalesce(Need.state, NeedState.DRAFT).in_(MATCHED_STATES)
    return found & (Need.county_code == where.county_code) if where.county_code else found


def _calls(where: QueueFilter) -> ColumnElement[bool]:
    """Suggestions that wait for a decision and call somebody to the desk."""
    grades = (where.grade,) if where.grade else CALLING
    return (Suggestion.state == SuggestionState.SUGGESTED) & Suggestion.grade.in_(grades)


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
