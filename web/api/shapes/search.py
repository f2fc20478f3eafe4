"""Searching the registry, and previewing who would fit a text: bodies and answers."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import Field

from matchmaker.locale import N_
from matchmaker.locale.catalogues import DEFAULT_LOCALE, SOURCE_LOCALE
from matchmaker.locale.render import render
from matchmaker.services.preview import Preview, PreviewCandidate
from matchmaker.services.search import MAX_TEXT, SearchHit, SearchResult
from matchmaker.services.suggestion_text import HINTS, REASONS
from matchmaker.services.work import Work
from web.api.shapes.base import In, Out, few, line, matching, prose, whole
from web.api.shapes.coded import Coded, coded_surely
from web.api.shapes.evidence import EvidenceOut, StatementOut
from web.api.shapes.parties import OrganizationBrief

RecordKind = Literal["expert", "achievement", "need"]
CandidateKind = Literal["expert", "achievement"]
NOT_BLANK = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"


class SearchIn(In):
    """What to look for."""

    text: matching(NOT_BLANK, MAX_TEXT) = Field(description=N_("Words, a sentence, or a whole description."))
    kinds: few(RecordKind, 3) = Field(default=[], description=N_("Kinds of records; all of them unless given."))
    limit: whole(1, 100) = 20


class FoundOut(Out):
    """A record that was found; the list is in order, best first."""

    kind: RecordKind
    ref: str
    name: str = Field(description=N_("The name of an expert or team, the title of an achievement or a need."))
    organization: OrganizationBrief | None = Field(description=N_("The institution, or the enterprise of a need."))
    passage: str = Field(description=N_("The text of the record that fits best."))
    found_by: list[Literal["meaning", "words"]]

    @classmethod
    def of(cls, work: Work, hit: SearchHit) -> Self:
        name, body = _named(hit.row)
        return cls(
            kind=hit.kind,
            ref=hit.row.ref,
            name=name,
            organization=OrganizationBrief.maybe(work, body),
            passage=hit.passage,
            found_by=sorted(hit.by),
        )


class SearchOut(Out):
    """What was found."""

    items: list[FoundOut]
    searched_by_meaning: bool = Field(description=N_("False while the language model is missing: only words count."))

    @classmethod
    def of(cls, work: Work, result: SearchResult) -> Self:
        items = [FoundOut.of(work, hit) for hit in result.hits]
        return cls(items=items, searched_by_meaning=result.degraded is None)


class PreviewIn(In):
    """A need that is not stored."""

    title: line(300)
    problem: prose(20_000) = ""
    indicators: prose(20_000) = ""
    goal: prose(20_000) = ""
    limit: whole(1, 50) = 10


class PreviewCandidateOut(Out):
    """One who would fit."""

    kind: CandidateKind
    ref: str
    name: str
    organization: OrganizationBrief | None
    grade: Coded
    score: float = Field(
        description=N_("The probability that an officer would call the pair related or strongly related, 0 to 1.")
    )
    evidence: EvidenceOut | None

    @classmethod
    def of(cls, work: Work, found: PreviewCandidate) -> Self:
        name, body = _named(found.row)
        return cls(
            kind=found.kind,
            ref=found.row.ref,
            name=name,
            organization=OrganizationBrief.maybe(work, body),
            grade=coded_surely(work, "grades", found.grade),
            score=round(found.score, 4),
            evidence=EvidenceOut.of(found.evidence),
        )


class PreviewOut(Out):
    """Who would fit, best first; where nobody fits well, why, and what would help."""

    grade: Coded
    candidates: list[PreviewCandidateOut]
    reason: StatementOut | None
    hints: list[StatementOut]
    uncovered_terms: list[str] = Field(description=N_("Key terms of the text that nobody in the registry names."))

    @classmethod
    def of(cls, work: Work, preview: Preview) -> Self:
        return cls(
            grade=coded_surely(work, "grades", preview.grade),
            candidates=[PreviewCandidateOut.of(work, found) for found in preview.candidates],
            reason=_statement(preview.reason, REASONS) if preview.reason else None,
            hints=[_statement(code, HINTS) for code in preview.hints],
            uncovered_terms=list(preview.uncovered_terms),
        )


def _named(row: Any) -> tuple[str, Any]:
    """The name of a record and the body it belongs to."""
    name = row.name if hasattr(row, "name") else row.title
    return name, row.organization if hasattr(row, "organization") else row.institution


def _statement(code: str, texts: dict[str, str]) -> StatementOut:
    words = {short: render(texts[code], locale=name) for short, name in (("zh", DEFAULT_LOCALE), ("en", SOURCE_LOCALE))}
    return StatementOut(code=code, **words)
