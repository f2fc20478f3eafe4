"""What organizers decided and what came of it, as lessons: in the order of time, with the needs' texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.evaluation.taken import Taken
from matchmaker.models import Feedback, Outcome, Suggestion
from matchmaker.models.codes import SuggestionState
from matchmaker.ranking.query import Query
from matchmaker.services.learning.judgement import ACCEPTED, judged_level
from matchmaker.services.learning.known_decisions import candidate_key
from matchmaker.services.need_vectors import stored_queries

DECIDED = (SuggestionState.ACCEPTED, SuggestionState.REJECTED)
# A mean rating (1 to 5) of an introduction up to which it was no good one, and from which it was a very good one.
POOR, GOOD = 2.0, 4.0


@dataclass(frozen=True)
class Lessons:
    """Decisions in the order of time, when each was taken, and the needs they speak of."""

    taken: tuple[Taken, ...]
    at: tuple[datetime, ...]
    queries: Mapping[str, Query]


def lessons(session: Session, *, model_id: str) -> Lessons:
    """Every judgement that stands. What came of an introduction speaks louder than the decision before it.

    A result (意向 to 到账) makes it a 4 whatever was decided; a mean rating of at most 2 makes an acceptance a 2, one
    below 4 a 3. Needs whose text waits for its vector are left out.
    """
    rows = _decided(session)
    results, ratings = _results(session), _ratings(session)
    needs = {row.need.id: row.need for row in rows if row.need is not None}
    queries = stored_queries(session, needs.values(), model_id=model_id)
    found = []
    for row in rows:
        level = ACCEPTED if row.id in results else _rated(judged_level(row), ratings.get(row.id))
        if level is not None and row.need_id in queries and row.decided_at is not None:
            found.append((row.decided_at, Taken(f"need:{row.need_id}", candidate_key(row), level)))
    return Lessons(
        taken=tuple(taken for _, taken in found),
        at=tuple(at for at, _ in found),
        queries={f"need:{number}": query for number, query in queries.items()},
    )


def _rated(level: float | None, rating: float | None) -> float | None:
    if level is None or rating is None or level < ACCEPTED or rating >= GOOD:
        return level
    return 2.0 if rating <= POOR else 3.0


def _decided(session: Session) -> Sequence[Suggestion]:
    with_result = select(Outcome.suggestion_id).where(Outcome.suggestion_id.isnot(None))
    query = (
        select(Suggestion)
        .where(Suggestion.need_id.isnot(None), Suggestion.decided_at.isnot(None))
        .where(or_(Suggestion.state.in_(DECIDED), Suggestion.id.in_(with_result)))
        .order_by(Suggestion.decided_at, Suggestion.id)
        .options(joinedload(Suggestion.need), selectinload(Suggestion.decisions))
    )
    return session.scalars(query).all()


def _results(session: Session) -> set[int]:
    """Suggestions from which something came that the contact did not have before."""
    query = select(Outcome.suggestion_id).where(
        Outcome.suggestion_id.isnot(None), Outcome.older_than_contact.is_(False)
    )
    return {number for number in session.scalars(query) if number is not None}


def _ratings(session: Session) -> dict[int, float]:
    query = select(Feedback.suggestion_id, func.avg(Feedback.rating)).where(Feedback.suggestion_id.isnot(None))
    rows = session.execute(query.group_by(Feedback.suggestion_id))
    return {number: float(mean) for number, mean in rows if number is not None}
