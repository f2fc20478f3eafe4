"""The complete evidence of one suggestion: all pairs of passages, key terms and contributions; made to be printed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from matchmaker.errors import NotFound
from matchmaker.models import Expert, Need, Suggestion
from matchmaker.models.codes import Confidentiality
from matchmaker.services.complete_evidence import CompleteEvidence, complete_evidence
from matchmaker.services.need import note_confidential_read
from matchmaker.services.scope import get_visible
from matchmaker.services.work import Work
from web.form_errors import locale
from web.navigation import READERS
from web.pages.console.candidate import PARTS, address_of, kind_of, line_of, usual_part
from web.pages.console.rendering import render_page
from web.session import reading, require, writing

blueprint = Blueprint("evidence", __name__, url_prefix="/console/evidence")


@blueprint.get("/<ref>")
@require(*READERS)
def show(ref: str) -> ResponseReturnValue:
    with reading() as work:
        row, need = found(work, ref)
        if need.confidentiality is not Confidentiality.CONFIDENTIAL:
            return page(work, row, need)
    # A confidential need is read: that is an act. It is committed before the page is made, which takes much longer.
    with writing("need") as work:
        note_confidential_read(work=work, need=found(work, ref)[1])
    with reading() as work:
        return page(work, *found(work, ref))


def found(work: Work, ref: str) -> tuple[Suggestion, Need]:
    """A suggestion for a need; institutions for an enterprise have no passages to show."""
    row = get_visible(work=work, kind=Suggestion, ref=ref)
    if row.need is None:
        raise NotFound(kind="suggestion", ref=ref)
    return row, row.need


def page(work: Work, row: Suggestion, need: Need) -> str:
    record = row.expert or row.achievement
    assert record is not None  # a need's suggestions have one of both
    evidence = complete_evidence(work=work, suggestion=row, locale=locale())
    return render_page(
        work,
        "console/evidence.html",
        suggestion=row,
        need=need,
        candidate={
            "name": record.name if isinstance(record, Expert) else record.title,
            "kind_label": kind_of(record),
            "line": line_of(record),
            "href": address_of(record),
        },
        pairs=pairs_of(evidence, usual_part(record)),
        evidence=evidence,
        may_review=work.actor.is_organizer,
    )


def pairs_of(evidence: CompleteEvidence, usual: str) -> list[dict[str, Any]]:
    """The pairs as the evidence macro shows one, with their closeness in hundredths."""
    return [
        {
            "need_part": PARTS.get(each.pair.need_part, each.pair.need_part),
            "need_text": each.pair.need_text,
            "need_spans": each.pair.need_spans,
            "own_part": PARTS.get(each.pair.own_part, usual),
            "own_text": each.pair.own_text,
            "own_spans": each.pair.own_spans,
            "closeness": round(100 * each.similarity),
        }
        for each in evidence.pairs
    ]
