"""Why nobody fits a need, and what would help: a proper answer, not an empty list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from matchmaker.matching.grades import Grade


class NoMatchReason(StrEnum):
    """too_vague: the text hardly says what is wanted; not_covered: nobody found who works on this; only_weak: some are
    loosely related, nobody more.

    Where anybody is related even loosely, that nobody works on it would be too strong: a reader may want to call.
    """

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
                  no candidate names, those of the title first
    best          the best grade found
    object_named  whether the title says what the need is about
    """

    title: str
    text: str
    key_terms: Sequence[str]
    uncovered: Sequence[str]
    best: Grade
    object_named: bool = True


# A number with a unit, a comparison or a percent sign: what makes an indicator.
_INDICATOR = re.compile(
    r"[≥≤><＞＜±]\s*\d|\d(?:\.\d+)?\s*(?:%|％|‰|℃|°|[a-zA-Zμµ]{1,4}(?:/|\b)|[倍吨万亿元年月天小时分秒米克升度只台件套次转级])"
)
_FEW_KEY_TERMS = 2
_SHORT = 12


def names_indicator(text: str) -> bool:
    """Whether the text holds a number with a unit, a comparison or a percentage."""
    return bool(_INDICATOR.search(text))


def explain_no_match(facts: NeedFacts) -> NoMatch | None:
    """None where the best grade is fair or better; else why, and what would help."""
    if facts.best in (Grade.STRONG, Grade.FAIR):
        return None
    if len(facts.key_terms) <= _FEW_KEY_TERMS or len(facts.title.strip()) + len(facts.text.strip()) < _SHORT:
        reason = NoMatchReason.TOO_VAGUE
    elif facts.best is Grade.NONE:
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
    if len(facts.key_terms) <= _FEW_KEY_TERMS or not facts.object_named:
        hints.append(Hint.ADD_OBJECT)
    if reason is not NoMatchReason.TOO_VAGUE:
        hints.append(Hint.INVITE_EXPERTS)
    return tuple(hints)
