"""A suggestion as a candidate of the review queue: who it is, why, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext, lazy_gettext

from matchmaker.models import Achievement, Expert, Suggestion
from matchmaker.models.codes import ProfileBasis, SuggestionState, Verdict
from matchmaker.services.expert import STALE_AFTER
from matchmaker.services.suggestion_evidence import Shown, show_evidence
from web.form_errors import locale
from web.labels import label

_l = lazy_gettext
# part of a text that was matched -> what it is called
PARTS = {
    "title": _l("Title"),
    "problem": _l("The problem"),
    "indicators": _l("Key technology and indicators"),
    "goal": _l("Expected goal"),
    "whole": _l("Whole text"),
    "direction": _l("Direction"),
    "profile": _l("About"),
    "project": _l("Project"),
    "text": _l("Achievement"),
}


def candidate_of(
    row: Suggestion, *, own_part: str, today: date, current: bool, moved: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The variables of console/candidate.html. Expert or achievement and the decisions are loaded.

    `moved`: which decisions moved it, as `web.pages.console.moves.moved_of` tells it.
    """
    record = row.expert or row.achievement
    assert record is not None  # candidates belong to needs
    shown = show_evidence(row, locale=locale(), own_part=own_part)
    return {
        "ref": row.ref,
        "version": row.version,
        "grade": row.grade.value,
        "state": row.state.value,
        "current": current,
        "rank": row.rank,
        "kind_label": kind_of(record),
        "name": record.name if isinstance(record, Expert) else record.title,
        "line": line_of(record),
        "href": address_of(record),
        "marks": marks_of(record, today),
        "moved": moved or ({"up": None, "text": shown.moved} if shown.moved else None),
        "evidence": evidence_of(shown, record),
        "evidence_href": url_for("evidence.show", ref=row.ref),
        "decision": decision_of(row),
    }


def kind_of(record: Expert | Achievement) -> str:
    return label(record.kind, "expert_kinds") if isinstance(record, Expert) else gettext("Achievement")


def line_of(record: Expert | Achievement) -> str:
    """Where the record comes from, in one line."""
    institution = record.institution.name if record.institution else ""
    if isinstance(record, Expert):
        parts = [institution, record.school or "", record.title or ""]
    else:
        owner = record.expert.name if record.expert else ""
        parts = [
            institution,
            owner,
            label(record.stage, "achievement_stages"),
            f"TRL {record.trl}" if record.trl else "",
        ]
    return " · ".join(part for part in parts if part)


def address_of(record: Expert | Achievement) -> str:
    endpoint = "experts.show" if isinstance(record, Expert) else "achievements.show"
    return url_for(endpoint, ref=record.ref)


def marks_of(record: Expert | Achievement, today: date) -> list[str]:
    """What an organizer has to know before passing the name on."""
    if not isinstance(record, Expert):
        return []
    stale = record.profile_updated_on < today - STALE_AFTER
    basis = label(record.basis, "profile_basis")
    unconfirmed = record.basis is not ProfileBasis.CONFIRMED
    return [
        *([gettext("%(basis)s: not to be passed on yet", basis=basis)] if unconfirmed else [basis]),
        *([gettext("profile to be renewed")] if stale else []),
    ]


def usual_part(record: Expert | Achievement) -> str:
    """What a passage is called whose part is not known any more."""
    return gettext("Profile") if isinstance(record, Expert) else gettext("Achievement")


def evidence_of(shown: Shown, record: Expert | Achievement) -> dict[str, Any]:
    """The variables of the evidence macro."""
    usual = usual_part(record)
    return {
        "pairs": [
            {
                "need_part": PARTS.get(pair.need_part, pair.need_part),
                "need_text": pair.need_text,
                "need_spans": pair.need_spans,
                "own_part": PARTS.get(pair.own_part, usual),
                "own_text": pair.own_text,
                "own_spans": pair.own_spans,
            }
            for pair in shown.pairs
        ],
        "terms": shown.terms,
        "reasons": [{"text": reason.text, "weight": reason.weight} for reason in shown.reasons],
        "against": shown.against,
    }


def decision_of(row: Suggestion) -> dict[str, Any] | None:
    """The decision that stands; None while there is none."""
    if row.state is SuggestionState.SUGGESTED or not row.decisions:
        return None
    last = next((each for each in reversed(row.decisions) if each.verdict is not Verdict.UNDO), None)
    if last is None:
        return None
    return {
        "verdict": last.verdict.value,
        "reason": label(last.reason_code, "rejection_reasons"),
        "note": last.note,
        "by": last.user.display_name if last.user else gettext("Another system"),
        "at": last.created_at,
    }
