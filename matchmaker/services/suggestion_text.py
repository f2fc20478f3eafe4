"""Suggestions in words: grades, evidence statements and reasons of "no match", in a language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matchmaker.locale import N_
from matchmaker.locale.render import render
from matchmaker.matching.statements import CODES, OF_THE_NEED
from matchmaker.models import Expert, Suggestion
from matchmaker.models.codes import Grade
from matchmaker.reference import load_scheme
from matchmaker.services.suggestion import NeedOutcome

REASONS: dict[str, str] = {
    "too_vague": N_("No suitable partner: the text hardly says what is wanted."),
    "not_covered": N_("No suitable partner: nobody was found in the registry who works on this."),
    "only_weak": N_("No suitable partner: some are loosely related, nobody more."),
}
MORE_WEAK = N_("%(count)s more are weakly related.")
NOBODY_NAMES = N_("Nobody names %(terms)s.")
ACHIEVEMENT = N_("Achievement")
HINTS: dict[str, str] = {
    "add_text": N_("Describe the problem in a few sentences."),
    "add_indicators": N_("Name an indicator with a number and a unit: what must be reached?"),
    "add_object": N_("Name the product, material, process or equipment it is about."),
    "invite_experts": N_("Invite experts of this field to the campaign."),
}


def grade_label(grade: Grade | str, locale: str) -> str:
    """高度相关, 较相关, 弱相关, 暂无合适对象 in the language."""
    return load_scheme("grades").get(str(grade)).label(locale)


def say(statement: Mapping[str, Any], locale: str) -> str:
    """An evidence statement {code, params} in words."""
    params = {name: _listed(value) for name, value in (statement.get("params") or {}).items()}
    return render(CODES[statement["code"]], params, locale=locale)


def kind_label(row: Suggestion, locale: str) -> str:
    """专家, 团队, 成果: what is suggested for a need, in the language."""
    if row.expert is not None:
        return load_scheme("expert_kinds").get(row.expert.kind.value).label(locale)
    return render(ACHIEVEMENT, locale=locale)


def candidate_name(suggestion: Suggestion) -> str:
    """The name of the expert or the title of the achievement, with its institution."""
    if suggestion.institution is not None:
        return suggestion.institution.name
    row = suggestion.expert or suggestion.achievement
    assert row is not None  # the check constraint of the table
    name = row.name if isinstance(row, Expert) else row.title
    institution = row.institution.name if row.institution else ""
    return name if not institution or name.startswith(institution) else f"{institution} {name}"


# Uncovered terms that a sentence names.
TOLD = 8


def describe_outcome(outcome: NeedOutcome, *, locale: str) -> dict[str, Any]:
    """What matching found for a need as plain values with texts."""
    reason = outcome.reason
    terms = list(reason["uncovered_terms"]) if reason else []
    return {
        "need": outcome.need.ref,
        "title": outcome.need.title,
        "organization": outcome.need.organization.name,
        "grade": outcome.grade.value,
        "grade_label": grade_label(outcome.grade, locale),
        "candidates": [describe_suggestion(row, locale=locale) for row in outcome.suggestions],
        "reason": render(REASONS[str(reason["reason"])], locale=locale) if reason else None,
        "hints": [render(HINTS[str(hint)], locale=locale) for hint in reason["hints"]] if reason else [],
        "uncovered_terms": terms,
        "uncovered": render(NOBODY_NAMES, {"terms": _listed(terms[:TOLD])}, locale=locale) if terms else None,
    }


def describe_suggestion(row: Suggestion, *, locale: str) -> dict[str, Any]:
    """A suggestion as plain values with texts."""
    return {
        "suggestion": row.ref,
        "kind": "expert" if row.expert_id is not None else "achievement",
        "name": candidate_name(row),
        "grade": row.grade.value,
        "grade_label": grade_label(row.grade, locale),
        "score": round(row.score, 4),
        "state": row.state.value,
        "kind_label": kind_label(row, locale),
        "passage": row.evidence.get("passage_text", ""),
        "shared_terms": list(row.evidence.get("shared_terms", ())),
        "supports": [say(statement, locale) for statement in row.evidence.get("supports", ())],
        "doubts": [say(statement, locale) for statement in row.evidence.get("doubts", ())],
        "of_the_need": [say(each, locale) for each in _statements(row) if each["code"] in OF_THE_NEED],
    }


def more_weak(count: int, locale: str) -> str:
    """How many weakly related candidates a list leaves out."""
    return render(MORE_WEAK, {"count": count}, locale=locale)


def _statements(row: Suggestion) -> list[Mapping[str, Any]]:
    return [*row.evidence.get("supports", ()), *row.evidence.get("doubts", ())]


def _listed(value: Any) -> Any:
    return "、".join(value) if isinstance(value, list | tuple) else value
