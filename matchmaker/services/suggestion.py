"""Suggestions (推荐): match a need, store who fits with grade and evidence, or why nobody does."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from matchmaker.models import Decision, MatchRun, Need, NeedAssessment, Suggestion
from matchmaker.models.codes import MATCHED_STATES, Grade, SuggestionState
from matchmaker.ranking.rank import Ranked, Ranking
from matchmaker.services.index_state import IndexState
from matchmaker.services.learning.known_decisions import Mover
from matchmaker.services.matching import NeedRanking
from matchmaker.services.passage_rows import owner_of_key
from matchmaker.services.work import Work

# Best first.
GRADES = (Grade.STRONG, Grade.FAIR, Grade.WEAK, Grade.NONE)
UNDECIDED = (SuggestionState.SUGGESTED, SuggestionState.OUTDATED)
# Probabilities that differ by less are the same.
_EQUAL = 1e-6


@dataclass(frozen=True)
class NeedOutcome:
    """What matching found for a need; `reason` is why nobody fits, as a code with hints, None if somebody does."""

    need: Need
    grade: Grade
    suggestions: Sequence[Suggestion]
    reason: dict[str, Any] | None


def start_run(*, work: Work, state: IndexState, reason: str) -> MatchRun:
    """Note the beginning of a pass of matching over this state of the index."""
    assert state.tools.engine is not None
    run = MatchRun(
        model_id=state.tools.model_id or "",
        weights_version=state.tools.engine.model.version,
        generation=state.generation,
        reason=reason,
        started_at=work.now(),
    )
    work.session.add(run)
    work.session.flush()
    return run


def finish_run(*, work: Work, run: MatchRun) -> MatchRun:
    """Note that the pass is over."""
    run.finished_at = work.now()
    return run


def store_ranking(*, work: Work, need: Need, run: MatchRun, ranking: NeedRanking) -> NeedOutcome:
    """Store who fits a need, or why nobody does. Decisions stay as they are; undecided suggestions follow the ranking.

    What is graded "none" is never stored.
    """
    kept = _store(work, need, run, ranking)
    best = _best_grade(ranking)
    reason = _reason(ranking) if best in (Grade.WEAK, Grade.NONE) else None
    _store_assessment(work, need, run, best, reason)
    need.grade, need.assessed_at = best.value, work.now()
    need.suggestion_count = sum(row.grade in (Grade.STRONG, Grade.FAIR) for row in kept)
    run.needs += 1
    run.suggestions += len(kept)
    return NeedOutcome(need, best, kept, reason)


def matched_needs(session: Session, *, after: int = 0) -> list[int]:
    """Keys of the needs that matching covers, those never looked at first; of the others only those after a key."""
    query = select(Need.id).where(Need.state.in_(MATCHED_STATES), or_(Need.assessed_at.is_(None), Need.id > after))
    return list(session.scalars(query.order_by(Need.assessed_at.is_(None).desc(), Need.id)))


def forget_suggestions(*, work: Work, need: Need) -> None:
    """Take undecided suggestions of a need that is not matched any more off the lists."""
    for row in _present(work.session, need).values():
        retire_suggestion(work=work, suggestion=row)


def _store(work: Work, need: Need, run: MatchRun, ranking: NeedRanking) -> list[Suggestion]:
    present = _present(work.session, need)
    kept = []
    for rank, (kind, candidate) in enumerate(_in_order(ranking), start=1):
        owner = owner_of_key(candidate.id)
        row = present.pop((kind, owner.id), None) or _new(work, need, kind, owner.id, run)
        _write(work, row, run, rank, candidate, ranking.movers.get(candidate.id, ()))
        kept.append(row)
    for row in present.values():
        retire_suggestion(work=work, suggestion=row)
    work.session.flush()
    return sorted(kept, key=lambda row: (GRADES.index(row.grade), -row.score, row.rank))


def _in_order(ranking: NeedRanking) -> list[tuple[str, Ranked]]:
    """Everybody worth a suggestion with their kind, of all kinds together by grade and probability, best first."""
    found = [(kind, each) for kind, part in ranking.by_kind.items() for each in part.candidates]
    worth = [(kind, each) for kind, each in found if each.grade.value != Grade.NONE.value and each.evidence is not None]
    return sorted(worth, key=lambda one: (GRADES.index(Grade(one[1].grade.value)), -one[1].probability, one[1].id))


def _present(session: Session, need: Need) -> dict[tuple[str, int], Suggestion]:
    found = {}
    for row in session.scalars(select(Suggestion).where(Suggestion.need_id == need.id)):
        key = ("expert", row.expert_id) if row.expert_id is not None else ("achievement", row.achievement_id)
        found[key] = row
    return found  # type: ignore[return-value]  # one of both keys is set, by a check constraint


def _new(work: Work, need: Need, kind: str, owner_id: int, run: MatchRun) -> Suggestion:
    row = Suggestion(ref=work.new_ref(), need=need, run=run, created_at=work.now(), updated_at=work.now())
    setattr(row, f"{kind}_id", owner_id)
    work.session.add(row)
    return row


def _write(
    work: Work, row: Suggestion, run: MatchRun, rank: int, candidate: Ranked, movers: Sequence[Mover] = ()
) -> None:
    """Take over the new ranking. A decided suggestion keeps grade and evidence as they were decided on.

    Where nothing came out differently the row stays untouched, so that what an organizer has on the screen stays valid.
    """
    if row.state not in (None, *UNDECIDED):
        return
    evidence = _plain(asdict(candidate.evidence)) if candidate.evidence else {}
    if movers:
        evidence["moved_by"] = [asdict(mover) for mover in movers]
    if _says_the_same(row, run, rank, candidate, evidence):
        return
    row.run, row.rank, row.evidence = run, rank, evidence
    row.grade, row.score = Grade(candidate.grade.value), candidate.probability
    row.parts = {
        name: {"value": _number(candidate.features[name]), "odds": _number(candidate.contributions[name])}
        for name in candidate.features
    }
    row.state, row.updated_at = SuggestionState.SUGGESTED, work.now()


def _says_the_same(row: Suggestion, run: MatchRun, rank: int, candidate: Ranked, evidence: dict[str, Any]) -> bool:
    if row.state is not SuggestionState.SUGGESTED:
        return False
    made_with = (row.run.model_id, row.run.weights_version) == (run.model_id, run.weights_version)
    stands = (row.rank, row.grade.value) == (rank, candidate.grade.value)
    return made_with and stands and abs(row.score - candidate.probability) < _EQUAL and row.evidence == evidence


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    """As the database gives it back: JSON knows no tuples."""
    plain: dict[str, Any] = json.loads(json.dumps(value))
    return plain


def retire_suggestion(*, work: Work, suggestion: Suggestion) -> None:
    """Take an undecided suggestion off the lists: deleted if nobody ever decided on it, else kept as outdated."""
    row = suggestion
    if row.state not in UNDECIDED:
        return
    if work.session.scalars(select(Decision.id).where(Decision.suggestion_id == row.id).limit(1)).first() is None:
        work.session.delete(row)
    else:
        row.state, row.updated_at = SuggestionState.OUTDATED, work.now()


def _best_grade(ranking: NeedRanking) -> Grade:
    found = {Grade(item.grade.value) for part in ranking.by_kind.values() for item in part.candidates}
    return next((grade for grade in GRADES if grade in found), Grade.NONE)


def _reason(ranking: NeedRanking) -> dict[str, Any] | None:
    """Why nobody fits, from the kind of candidate that came nearest."""
    probability: Callable[[Ranking], float] = lambda part: part.candidates[0].probability if part.candidates else 0.0  # noqa: E731
    nearest = max(ranking.by_kind.values(), key=probability)
    return asdict(nearest.none_reason) if nearest.none_reason is not None else None


def _store_assessment(work: Work, need: Need, run: MatchRun, grade: Grade, reason: dict[str, Any] | None) -> None:
    row = work.session.scalars(select(NeedAssessment).where(NeedAssessment.need_id == need.id)).one_or_none()
    if row is None:
        row = NeedAssessment(need_id=need.id)
        work.session.add(row)
    row.run, row.grade, row.assessed_at = run, grade, work.now()
    row.reasons = [{"code": str(reason["reason"]), "terms": list(reason["uncovered_terms"])[:8]}] if reason else []
    row.hints = [{"code": str(hint)} for hint in reason["hints"]] if reason else []


def _number(value: float) -> float | None:
    """JSON holds no NaN: a missing feature is null."""
    return None if math.isnan(value) else round(float(value), 5)
