"""The evidence of a suggestion as a page shows it: two passages with marked words, what speaks for and against.

Offsets of marks are in characters of the excerpt that is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from matchmaker.matching.statements import family_contributions
from matchmaker.models import Passage, Suggestion
from matchmaker.services.suggestion_text import say
from matchmaker.services.work import Work

Mark = tuple[int, int]
# Evidence stored before statements carried their log-odds: which family each of them spoke of.
FAMILY_OF = {
    "meaning_close": "meaning",
    "meaning_related": "meaning",
    "terms_shared": "words",
    "words_fit": "words",
}
# Statements about the other candidates of the need, not about this one.
MOVING = ("already_rejected_alike", "already_accepted_alike")
# Log-odds that fill the bar.
FULL = 3.0


@dataclass(frozen=True)
class Pair:
    """The two passages that met. `need_part` and `own_part` are codes of parts (title, problem, direction ...)."""

    need_part: str
    need_text: str
    need_spans: Sequence[Mark]
    own_part: str
    own_text: str
    own_spans: Sequence[Mark]


@dataclass(frozen=True)
class Reason:
    """A sentence that speaks for the suggestion, and how far it moved the grade, 0..1."""

    text: str
    weight: float


@dataclass(frozen=True)
class Shown:
    """What a person can check before trusting the grade."""

    pairs: Sequence[Pair]
    terms: Sequence[str]
    reasons: Sequence[Reason]
    against: Sequence[str]
    moved: str


def show_evidence(suggestion: Suggestion, *, locale: str, own_part: str = "") -> Shown:
    """The stored evidence in words; empty where none was stored."""
    stored = suggestion.evidence
    odds = {name: part.get("odds") or 0.0 for name, part in suggestion.parts.items() if isinstance(part, dict)}
    families = family_contributions(odds)
    doubts = list(stored.get("doubts", ()))
    return Shown(
        pairs=[_pair(stored, own_part)] if stored.get("passage_text") else [],
        terms=list(stored.get("shared_terms", ())),
        reasons=[
            Reason(say(statement, locale), min(max(_odds(statement, families) / FULL, 0.05), 1.0))
            for statement in stored.get("supports", ())
        ],
        against=[say(statement, locale) for statement in doubts if statement["code"] not in MOVING],
        moved=next((say(each, locale) for each in doubts if each["code"] in MOVING), ""),
    )


def _odds(statement: Mapping[str, Any], families: Mapping[str, float]) -> float:
    """What the statement stands for, in log-odds."""
    if "odds" in statement:
        return float(statement["odds"])
    return families.get(FAMILY_OF.get(statement["code"], ""), 0.0)


def passage_parts(*, work: Work, suggestions: Iterable[Suggestion]) -> dict[int, str]:
    """Key of a suggestion -> part of the candidate's profile that its passage is (direction, project ...)."""
    wanted = [row for row in suggestions if row.evidence.get("passage_text")]
    texts = {str(row.evidence["passage_text"]) for row in wanted}
    query = select(Passage.expert_id, Passage.achievement_id, Passage.text, Passage.part).where(Passage.text.in_(texts))
    found = {(row.expert_id, row.achievement_id, row.text): row.part for row in work.session.execute(query)}
    keys = {row.id: (row.expert_id, row.achievement_id, row.evidence["passage_text"]) for row in wanted}
    return {number: found[key] for number, key in keys.items() if key in found}


def occurrences(text: str, terms: Iterable[str]) -> list[Mark]:
    """Where these terms stand in a text, whatever their case."""
    low, marks = text.lower(), []
    for term in {term.lower() for term in terms if term}:
        at = low.find(term)
        while at >= 0:
            marks.append((at, at + len(term)))
            at = low.find(term, at + len(term))
    return sorted(marks)


def _pair(stored: Mapping[str, Any], own_part: str) -> Pair:
    need_text, need_spans = _excerpt(stored, "need")
    own_text, own_spans = _excerpt(stored, "passage")
    return Pair(str(stored.get("part", "")), need_text, need_spans, own_part, own_text, own_spans)


def _excerpt(stored: Mapping[str, Any], side: str) -> tuple[str, list[Mark]]:
    """The part of a text that is shown, with a sign where it was cut, and its marks."""
    text = str(stored[f"{side}_text"])
    bounds = stored.get(f"{side}_excerpt") or {"start": 0, "stop": len(text)}
    start, stop = bounds["start"], bounds["stop"]
    shown = ("…" if start else "") + text[start:stop] + ("…" if stop < len(text) else "")
    shift = (1 if start else 0) - start
    inside = [span for span in stored.get(f"{side}_spans", ()) if span["stop"] > start and span["start"] < stop]
    return shown, [(max(span["start"], start) + shift, min(span["stop"], stop) + shift) for span in inside]
