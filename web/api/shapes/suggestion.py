"""Suggestions (推荐) and decisions on them, in answers and bodies."""

from __future__ import annotations

from typing import Any, Self

from pydantic import AwareDatetime, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from matchmaker.locale import N_
from matchmaker.models import Achievement, Decision, Need, Suggestion
from matchmaker.services.decision import REASON_WITH_TEXT
from matchmaker.services.work import Work
from web.api.shapes.base import In, Out, code_of, line
from web.api.shapes.coded import Coded, coded, coded_surely
from web.api.shapes.evidence import EvidenceOut
from web.api.shapes.page import PageOf
from web.api.shapes.parties import ExpertBrief, OrganizationBrief
from web.api.shapes.record import RecordOut, record_values


class TitledBrief(Out):
    """A need or an achievement as other records show it."""

    ref: str
    title: str
    source: str | None
    external_id: str | None

    @classmethod
    def maybe(cls, row: Need | Achievement | None) -> Self | None:
        if row is None:
            return None
        return cls(ref=row.ref, title=row.title, source=row.source, external_id=row.external_id)


class RunOut(Out):
    """The pass of matching that made a suggestion."""

    model: str
    weights: str
    started_at: AwareDatetime


class SuggestionOut(RecordOut):
    """A pair that matching proposes: a need with an expert or achievement, or an enterprise with an institution."""

    state: Coded
    grade: Coded
    score: float = Field(
        description=N_("The probability that an officer would call the pair related or strongly related, 0 to 1.")
    )
    rank: int = Field(
        description=N_("The place among all candidates of its need (of its enterprise, for institutions), from 1.")
    )
    need: TitledBrief | None
    expert: ExpertBrief | None
    achievement: TitledBrief | None
    enterprise: OrganizationBrief | None
    institution: OrganizationBrief | None
    run: RunOut
    decided_at: AwareDatetime | None

    @classmethod
    def of(cls, work: Work, row: Suggestion) -> Self:
        return cls(**_values(work, row))


class SuggestionPage(PageOf[SuggestionOut]):
    """A page of suggestions."""


class DecidedBy(Out):
    """Who decided: a person or a program, by the reference that the audit log has."""

    kind: str = Field(description=N_("user or client"))
    ref: str


class DecisionOut(RecordOut):
    """One act on a suggestion. An undo is a further act; nothing is overwritten."""

    suggestion: str = Field(description=N_("The reference of the suggestion."))
    need: str | None = Field(description=N_("The reference of its need."))
    verdict: Coded
    reason: Coded | None
    note: str | None
    grade: Coded = Field(description=N_("The grade that the suggestion had."))
    previous_state: Coded = Field(description=N_("The state of the suggestion before this act."))
    decided_by: DecidedBy | None

    @classmethod
    def of(cls, work: Work, row: Decision, clients: dict[int, str]) -> Self:
        return cls(
            **record_values(row),
            suggestion=row.suggestion.ref,
            need=row.suggestion.need.ref if row.suggestion.need else None,
            verdict=coded_surely(work, "verdicts", row.verdict),
            reason=coded(work, "rejection_reasons", row.reason_code),
            note=row.note,
            grade=coded_surely(work, "grades", row.grade),
            previous_state=coded_surely(work, "suggestion_states", row.previous_state),
            decided_by=_decided_by(row, clients),
        )


class DecisionPage(PageOf[DecisionOut]):
    """A page of decisions."""


class SuggestionDetail(SuggestionOut):
    """A suggestion with what it rests on and what was decided."""

    evidence: EvidenceOut | None
    decisions: list[DecisionOut] = Field(description=N_("Oldest first."))

    @classmethod
    def in_full(cls, work: Work, row: Suggestion, clients: dict[int, str]) -> Self:
        decisions = [DecisionOut.of(work, decision, clients) for decision in row.decisions]
        return cls(**_values(work, row), evidence=EvidenceOut.of(row.evidence), decisions=decisions)


def in_three_forms(schema: dict[str, Any]) -> None:
    """Say in the document, too, which fields go together: reject with a reason, reject with words, anything else."""
    verdict, reason, note = (schema["properties"][name] for name in ("verdict", "reason", "note"))
    named, text = reason["anyOf"][0], note["anyOf"][0]

    def form(*required: str, **properties: Any) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": properties,
            "required": ["verdict", *required],
            "additionalProperties": False,
        }

    forms = [
        form("reason", verdict={"const": "reject"}, reason=named | {"x-but": REASON_WITH_TEXT}, note=note),
        form("reason", "note", verdict={"const": "reject"}, reason={"const": REASON_WITH_TEXT}, note=text),
        form(verdict=verdict | {"x-but": "reject"}, reason={"type": "null"}, note=note),
    ]
    for name in ("properties", "required", "additionalProperties", "type"):
        del schema[name]
    schema["oneOf"] = forms


class DecisionIn(In):
    """What is decided on a suggestion."""

    model_config = ConfigDict(json_schema_extra=in_three_forms)

    verdict: code_of("verdicts")
    reason: code_of("rejection_reasons") | None = Field(
        default=None,
        validate_default=True,
        description=N_("Needed to reject, and only then; `other` needs a note, too."),
    )
    note: line(500) | None = Field(default=None, validate_default=True)

    @field_validator("reason")
    @classmethod
    def _goes_with_rejection(cls, reason: str | None, info: ValidationInfo) -> str | None:
        rejects = info.data.get("verdict") == "reject"
        if rejects and reason is None:
            raise PydanticCustomError("no_reason", "a rejection needs a reason")
        if not rejects and reason is not None:
            raise PydanticCustomError("needless_reason", "only a rejection has a reason")
        return reason

    @field_validator("note")
    @classmethod
    def _explains_other(cls, note: str | None, info: ValidationInfo) -> str | None:
        if note is None and info.data.get("reason") == REASON_WITH_TEXT:
            raise PydanticCustomError("no_note", "this reason needs a note")
        return note


def _values(work: Work, row: Suggestion) -> dict[str, Any]:
    return {
        **record_values(row),
        "state": coded_surely(work, "suggestion_states", row.state),
        "grade": coded_surely(work, "grades", row.grade),
        "score": round(row.score, 4),
        "rank": row.rank,
        "need": TitledBrief.maybe(row.need),
        "expert": ExpertBrief.maybe(work, row.expert),
        "achievement": TitledBrief.maybe(row.achievement),
        "enterprise": OrganizationBrief.maybe(work, row.enterprise),
        "institution": OrganizationBrief.maybe(work, row.institution),
        "run": RunOut(model=row.run.model_id, weights=row.run.weights_version, started_at=row.run.started_at),
        "decided_at": row.decided_at,
    }


def _decided_by(row: Decision, clients: dict[int, str]) -> DecidedBy | None:
    if row.user is not None:
        return DecidedBy(kind="user", ref=row.user.ref)
    if row.client_id is not None:
        return DecidedBy(kind="client", ref=clients[row.client_id])
    return None
