"""Preview (预览): who would fit a text that is not stored, with grades and evidence, or why nobody does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from matchmaker.models import Achievement, Expert
from matchmaker.models.codes import Grade
from matchmaker.ranking.query import Need as NeedTexts
from matchmaker.ranking.rank import Ranked
from matchmaker.services.matching import rank_texts
from matchmaker.services.passage_rows import owner_of_key
from matchmaker.services.scope import in_scope
from matchmaker.services.search_index import SearchIndex
from matchmaker.services.work import Work

KINDS: dict[str, type[Any]] = {"expert": Expert, "achievement": Achievement}
_ORDER = (Grade.STRONG, Grade.FAIR, Grade.WEAK, Grade.NONE)


@dataclass(frozen=True)
class PreviewCandidate:
    """One who would fit; `evidence` as it would be stored with a suggestion."""

    kind: str
    row: Expert | Achievement
    grade: Grade
    score: float
    evidence: Mapping[str, Any]


@dataclass(frozen=True)
class Preview:
    """Candidates, best first. `reason` and `hints` are codes of `suggestion_text`, given where nobody fits well."""

    grade: Grade
    candidates: Sequence[PreviewCandidate]
    reason: str | None
    hints: tuple[str, ...]
    uncovered_terms: tuple[str, ...]


def preview_matches(
    *,
    work: Work,
    index: SearchIndex,
    title: str,
    problem: str = "",
    indicators: str = "",
    goal: str = "",
    kinds: Sequence[str] = tuple(KINDS),
    limit: int = 10,
) -> Preview:
    """Match texts against the registry as the caller may see it; nothing is stored. SearchUnavailable without a model.

    An index is only a cache: who is named here was read again from the database, in the caller's scope.
    """
    texts = NeedTexts(title=title, problem=problem, indicators=indicators, goal=goal)
    ranking = rank_texts(index=index, texts=texts, limit=limit)
    parts = [part for kind, part in ranking.by_kind.items() if kind in kinds]
    ranked = [entry for part in parts for entry in part.candidates if entry.evidence is not None]
    ranked = [entry for entry in ranked if entry.grade.value != Grade.NONE.value]
    rows = _read(work, kinds, ranked)
    fitting = [entry for entry in ranked if entry.id in rows]
    found = sorted((_candidate(entry, rows[entry.id]) for entry in fitting), key=lambda one: -one.score)[:limit]
    best = next((grade for grade in _ORDER if any(one.grade is grade for one in found)), Grade.NONE)
    reasons = [part.none_reason for part in parts if part.none_reason is not None]
    reason = reasons[0] if reasons and best in (Grade.WEAK, Grade.NONE) else None
    return Preview(
        grade=best,
        candidates=found,
        reason=reason.reason.value if reason else None,
        hints=tuple(hint.value for hint in reason.hints) if reason else (),
        uncovered_terms=reason.uncovered_terms if reason else (),
    )


def _read(work: Work, kinds: Sequence[str], ranked: Sequence[Ranked]) -> dict[str, Any]:
    owners = [owner_of_key(entry.id) for entry in ranked]
    rows: dict[str, Any] = {}
    for kind in kinds:
        model = KINDS[kind]
        ids = [owner.id for owner in owners if owner.kind == kind]
        query = select(model).where(model.id.in_(ids), in_scope(model, work.actor))
        rows |= {f"{kind}:{row.id}": row for row in work.session.scalars(query)} if ids else {}
    return rows


def _candidate(entry: Ranked, row: Expert | Achievement) -> PreviewCandidate:
    kind = owner_of_key(entry.id).kind
    evidence = asdict(entry.evidence) if entry.evidence else {}
    return PreviewCandidate(kind, row, Grade(entry.grade.value), entry.probability, evidence)
