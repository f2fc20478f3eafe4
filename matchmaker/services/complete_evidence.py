"""The complete evidence of a suggestion: every pair of passages that is kept, every key term, every contribution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from matchmaker.locale.render import render
from matchmaker.matching.statements import FAMILIES
from matchmaker.models import Passage, Suggestion
from matchmaker.services.feature_words import FAMILY_WORDS, FEATURE_WORDS
from matchmaker.services.suggestion_evidence import FULL, Mark, Pair, Reason
from matchmaker.services.suggestion_text import say
from matchmaker.services.work import Work

NAMED, IN_PART, MISSING = "named", "in_part", "missing"


@dataclass(frozen=True)
class WholePair:
    """Two passages in full with their marks, and how close they are: 0 for unrelated texts, 1 for the same."""

    pair: Pair
    similarity: float


@dataclass(frozen=True)
class TermState:
    """A key term of the need: named by the profile, held as a part of a longer word, or missing."""

    term: str
    state: str


@dataclass(frozen=True)
class Contribution:
    """What one feature made of the grade: `odds` in log-odds against an average checked pair, `value` as computed."""

    name: str
    value: float | None
    odds: float


@dataclass(frozen=True)
class FamilyShare:
    """A family of features with their sum, `weight` of it -1..1 for a bar, and the features, strongest first."""

    name: str
    odds: float
    weight: float
    features: Sequence[Contribution]


@dataclass(frozen=True)
class CompleteEvidence:
    """All that is stored about why a suggestion got its grade. `unseen`: passages of the profile that are not shown."""

    pairs: Sequence[WholePair]
    unseen: int
    terms: Sequence[TermState]
    families: Sequence[FamilyShare]
    supports: Sequence[Reason]
    doubts: Sequence[Reason]
    model: str
    weights: str


def complete_evidence(*, work: Work, suggestion: Suggestion, locale: str) -> CompleteEvidence:
    """Empty parts where nothing is stored: evidence of earlier versions holds one pair and no list of terms."""
    stored = suggestion.evidence
    pairs = _pairs(stored, _parts(work, suggestion))
    return CompleteEvidence(
        pairs=pairs,
        unseen=max(int(stored.get("passages", len(pairs))) - len(pairs), 0),
        terms=_terms(stored),
        families=_families(suggestion.parts, locale),
        supports=[_reason(each, locale) for each in stored.get("supports", ())],
        doubts=[_reason(each, locale) for each in stored.get("doubts", ())],
        model=suggestion.run.model_id,
        weights=suggestion.run.weights_version,
    )


def _reason(statement: Mapping[str, Any], locale: str) -> Reason:
    odds = float(statement.get("odds") or 0.0)
    return Reason(say(statement, locale), max(-1.0, min(odds / FULL, 1.0)))


def _parts(work: Work, suggestion: Suggestion) -> dict[str, str]:
    """Text of a passage of the candidate -> part of its profile."""
    owner = (
        Passage.expert_id == suggestion.expert_id
        if suggestion.expert_id is not None
        else Passage.achievement_id == suggestion.achievement_id
    )
    return {row.text: row.part for row in work.session.execute(select(Passage.text, Passage.part).where(owner))}


def _pairs(stored: Mapping[str, Any], parts: Mapping[str, str]) -> list[WholePair]:
    if not stored.get("passage_text"):
        return []
    texts = stored.get("need_texts") or {stored["part"]: stored["need_text"]}
    found = [stored, *stored.get("further", ())]
    return [
        WholePair(
            Pair(
                need_part=str(each["part"]),
                need_text=str(texts[each["part"]]),
                need_spans=_marks(each["need_spans"]),
                own_part=parts.get(each["passage_text"], ""),
                own_text=str(each["passage_text"]),
                own_spans=_marks(each["passage_spans"]),
            ),
            max(float(each["similarity"]), 0.0),
        )
        for each in found
    ]


def _marks(spans: Sequence[Mapping[str, int]]) -> list[Mark]:
    return [(span["start"], span["stop"]) for span in spans]


def _terms(stored: Mapping[str, Any]) -> list[TermState]:
    named, missing = list(stored.get("named_terms", ())), set(stored.get("missing_terms", ()))
    rest = [term for term in stored.get("need_terms", ()) if term not in named]
    return [
        *(TermState(term, NAMED) for term in named),
        *(TermState(term, IN_PART) for term in rest if term not in missing),
        *(TermState(term, MISSING) for term in rest if term in missing),
    ]


def _families(parts: Mapping[str, Any], locale: str) -> list[FamilyShare]:
    """Families that the model reads, the one that moved the grade most first."""
    found = []
    for family, names in FAMILIES.items():
        features = [
            Contribution(render(FEATURE_WORDS[name], locale=locale), parts[name]["value"], parts[name]["odds"] or 0.0)
            for name in names
            if isinstance(parts.get(name), dict)
        ]
        total = sum(feature.odds for feature in features)
        if features:
            ordered = sorted(features, key=lambda feature: -abs(feature.odds))
            share = max(-1.0, min(total / FULL, 1.0))
            found.append(FamilyShare(render(FAMILY_WORDS[family], locale=locale), total, share, ordered))
    return sorted(found, key=lambda family: -abs(family.odds))
