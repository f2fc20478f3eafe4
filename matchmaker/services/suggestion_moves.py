"""What a decision does to the other candidates of its need, at once: who moved up or down, who is no longer listed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.database import Database
from matchmaker.models import Achievement, Expert, Suggestion
from matchmaker.models.codes import Grade, SuggestionState
from matchmaker.services.review_queue import GRADE_ORDER
from matchmaker.services.search_index import SearchIndex
from matchmaker.services.suggest_pass import SuggestPass
from matchmaker.services.suggestion_text import candidate_name
from matchmaker.services.work import Work

# A change of the probability that is worth telling where the grade stays.
_NOTABLE = 0.03
Standing = tuple[str, Grade, float]


@dataclass(frozen=True)
class Moves:
    """Names of candidates that moved up or down, that appeared, and that are not listed any more."""

    up: tuple[str, ...] = ()
    down: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.up or self.down or self.new or self.gone)


def move_others(
    *, database: Database, index: SearchIndex | None, work_of: Callable[[Session], Work], need_id: int
) -> Moves | None:
    """Rank the need again with the decisions that stand now, and tell what changed.

    None where this process has no index at hand (`index` is None or holds no model): the job that every decision asks
    for does the same within seconds.
    """
    if index is None or not index.is_built or index.encoder is None:
        return None
    before = _standings(database, need_id)
    SuggestPass(database, index, work_of).run([need_id], reason="decision")
    return _compare(before, _standings(database, need_id))


def _standings(database: Database, need_id: int) -> dict[tuple[int | None, int | None], Standing]:
    """Name, grade and score of the open candidates, by their keys."""
    query = (
        select(Suggestion)
        .where(Suggestion.need_id == need_id, Suggestion.state == SuggestionState.SUGGESTED)
        .options(
            joinedload(Suggestion.expert).joinedload(Expert.institution),
            joinedload(Suggestion.achievement).joinedload(Achievement.institution),
        )
        .order_by(Suggestion.rank, Suggestion.id)
    )
    with database.read() as session:
        rows = session.scalars(query).all()
        return {(row.expert_id, row.achievement_id): (candidate_name(row), row.grade, row.score) for row in rows}


def _compare(
    before: dict[tuple[int | None, int | None], Standing], after: dict[tuple[int | None, int | None], Standing]
) -> Moves:
    both = [(before[key], after[key]) for key in after if key in before]
    return Moves(
        up=tuple(new[0] for old, new in both if _risen(old, new) > 0),
        down=tuple(new[0] for old, new in both if _risen(old, new) < 0),
        new=tuple(standing[0] for key, standing in after.items() if key not in before),
        gone=tuple(standing[0] for key, standing in before.items() if key not in after),
    )


def _risen(old: Standing, new: Standing) -> int:
    """1 where the grade rose, or stayed and the score rose notably; -1 the other way round; else 0."""
    grades = GRADE_ORDER[old[1]] - GRADE_ORDER[new[1]]
    if grades:
        return 1 if grades > 0 else -1
    difference = new[2] - old[2]
    return 0 if abs(difference) < _NOTABLE else (1 if difference > 0 else -1)
