"""Why nobody fits a need, and what would help: a proper answer, not an empty list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from matchmaker.matching.grades import Grade


class NoMatchReason(StrEnum):
    """too_vague: the text hardly says what is wanted; not_covered: nobody here works on this; only_weak: some are
    loosely related, nobody more."""

    TOO_VAGUE = "too_vague"
    NOT_COVERED = "not_covered"
    ONLY_WEAK = "only_weak"


class Hint(StrEnum):
    """What the enterprise could add, or the organizer do."""

    ADD_TEXT = "add_text"
    ADD_INDICATORS = "add_indicators"
    ADD_OBJECT = "add_object"
    INVITE_EXPERTS = "invite_experts"


@dataclass(frozen=True, slots=True)
class NoMatch:
    """The reason, hints in order of use, and the need's key terms that no candidate names (for "whom to invite")."""

    reason: NoMatchReason
    hints: tuple[Hint, ...]
    uncovered_terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeedFacts:
    """What the reason is found from.

    title, text   as written; `key_terms` the distinct rare terms of both; `uncovered` those the need is about and
                  no candidate names
    best          the best grade found
    standing      the best candidate's similarity in deviations above the corpus; minus infinity for nobody
    """

    title: str
    text: str
    key_terms: Sequence[str]
    uncovered: Sequence[str]
    best: Grade
    standing: float


# A number with a unit, a comparison or a percent sign: what makes an indicator.
_INDICATOR = re.compile(
    r"[≥≤><＞＜±]\s*\d|\d(?:\.\d+)?\s*(?:%|％|‰|℃|°|[a-zA-Zμµ]{1,4}(?:/|\b)|[倍吨万亿元年月天小时分秒米克升度只台件套次转级])"
)
_FEW_KEY_TERMS = 2
_SHORT = 12
# Below this standing the nearest candidate is no nearer than chance lets somebody be.
_NOBODY_NEAR = 2.5


def names_indicator(text: str) -> bool:
    """Whether the text holds a number with a unit, a comparison or a percentage."""
    return bool(_INDICATOR.search(text))


def explain_no_match(facts: NeedFacts) -> NoMatch | None:
    """None where the best grade is fair or better; else why, and what would help."""
    if facts.best in (Grade.STRONG, Grade.FAIR):
        return None
    if len(facts.key_terms) <= _FEW_KEY_TERMS or len(facts.title.strip()) + len(facts.text.strip()) < _SHORT:
        reason = NoMatchReason.TOO_VAGUE
    elif facts.best is Grade.NONE or facts.standing < _NOBODY_NEAR:
        reason = NoMatchReason.NOT_COVERED
    else:
        reason = NoMatchReason.ONLY_WEAK
    return NoMatch(reason, _hints(facts, reason), tuple(facts.uncovered))


def _hints(facts: NeedFacts, reason: NoMatchReason) -> tuple[Hint, ...]:
    hints = []
    if len(facts.text.strip()) < _SHORT:
        hints.append(Hint.ADD_TEXT)
    if not names_indicator(f"{facts.title} {facts.text}"):
        hints.append(Hint.ADD_INDICATORS)
    if len(facts.key_terms) <= _FEW_KEY_TERMS:
        hints.append(Hint.ADD_OBJECT)
    if reason is not NoMatchReason.TOO_VAGUE:
        hints.append(Hint.INVITE_EXPERTS)
    return tuple(hints)
