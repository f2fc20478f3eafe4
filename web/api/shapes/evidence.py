"""Why a suggestion got its grade: the two texts that met, what they share, what speaks for and against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import Field

from matchmaker.locale import N_
from matchmaker.locale.catalogues import DEFAULT_LOCALE, SOURCE_LOCALE
from matchmaker.services.suggestion_text import say
from web.api.shapes.base import Out


class StatementOut(Out):
    """One thing that speaks for or against, in words of both languages."""

    code: str
    zh: str
    en: str

    @classmethod
    def of(cls, statement: Mapping[str, Any]) -> Self:
        return cls(code=statement["code"], zh=say(statement, DEFAULT_LOCALE), en=say(statement, SOURCE_LOCALE))


class SpanOut(Out):
    """A part of a text, in characters; `stop` is the first one after it."""

    start: int
    stop: int


class MarkedText(Out):
    """A text of which `excerpt` is the part to show and `marks` are the words to mark."""

    text: str
    excerpt: SpanOut
    marks: list[SpanOut]


class EvidenceOut(Out):
    """What a person can check before trusting the grade."""

    part: str = Field(description=N_("The part of the need that met the passage best."))
    need: MarkedText
    passage: MarkedText
    shared_terms: list[str] = Field(description=N_("Key terms of both texts, rarest first."))
    supports: list[StatementOut]
    doubts: list[StatementOut]

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self | None:
        """The evidence as it is stored with a suggestion; None where there is none."""
        if not stored.get("passage_text"):
            return None
        return cls(
            part=stored["part"],
            need=_marked(stored, "need"),
            passage=_marked(stored, "passage"),
            shared_terms=list(stored["shared_terms"]),
            supports=[StatementOut.of(statement) for statement in stored["supports"]],
            doubts=[StatementOut.of(statement) for statement in stored["doubts"]],
        )


def _marked(stored: Mapping[str, Any], side: str) -> MarkedText:
    return MarkedText(
        text=stored[f"{side}_text"],
        excerpt=SpanOut(**stored[f"{side}_excerpt"]),
        marks=[SpanOut(**span) for span in stored[f"{side}_spans"]],
    )
