"""The review queue: one need at a time with its candidates and their evidence; accept, reject, hold, undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Need, Suggestion
from matchmaker.models.codes import Confidentiality, Grade, SuggestionState, Verdict
from matchmaker.services.decision import NewDecision, decide_suggestion
from matchmaker.services.need import note_confidential_read
from matchmaker.services.review_queue import QueueFilter, QueuePlace, candidates_of, find_place
from matchmaker.services.scope import get_visible
from matchmaker.services.suggestion_evidence import occurrences, passage_parts
from matchmaker.services.work import Work
from web.choices import choices, counties
from web.form_errors import words_of
from web.list_query import ListQuery, code_of, read_query
from web.listing import Listing
from web.navigation import ORGANIZERS
from web.pages.console.candidate import PARTS, candidate_of
from web.pages.console.no_match import no_match_of
from web.pages.console.rendering import render_page
from web.session import reading, require, writing
from web.toasts import with_toast

blueprint = Blueprint("review", __name__, url_prefix="/console/review")
DECIDING = (Verdict.ACCEPT, Verdict.REJECT, Verdict.HOLD)


@blueprint.get("/")
@require(*ORGANIZERS)
def index() -> ResponseReturnValue:
    query = read_query(("county", "grade"))
    with reading() as work:
        place = find_place(work=work, where=queue_filter(query), ref=request.args.get("need") or None)
        confidential = place.need is not None and place.need.confidentiality is Confidentiality.CONFIDENTIAL
        if not confidential:
            return page(work, query, place)
    with writing("need") as work:  # a confidential need is read: that is an act
        place = find_place(work=work, where=queue_filter(query), ref=request.args.get("need") or None)
        if place.need is not None:
            note_confidential_read(work=work, need=place.need)
        return page(work, query, place)


def queue_filter(query: ListQuery) -> QueueFilter:
    return QueueFilter(county_code=query.get("county"), grade=query.code("grade", Grade))


def page(work: Work, query: ListQuery, place: QueuePlace) -> str:
    need = place.need
    rows = open_first(candidates_of(work=work, need=need)) if need else []
    return render_page(
        work,
        "console/review.html",
        queue={
            "position": place.position,
            "total": place.total,
            "open": place.open,
            "previous": address(query, place.previous),
            "next": address(query, place.next),
        },
        filters=Listing([], filters=query.filters),
        counties=counties(),
        grades=[choice for choice in choices("grades") if choice[0] != Grade.NONE],
        need=need,
        organization=need.organization if need else None,
        need_parts=need_parts(need, rows) if need else [],
        candidates=shown_candidates(work, rows),
        no_match=no_match_of(work, need) if need else None,
        reasons=choices("rejection_reasons"),
    )


def open_first(rows: Sequence[Suggestion]) -> list[Suggestion]:
    """What is to be decided before what was decided already; otherwise in order."""
    return sorted(rows, key=lambda row: row.state is not SuggestionState.SUGGESTED)


def address(query: ListQuery, ref: str | None) -> str | None:
    filters: dict[str, Any] = dict(query.filters)
    return url_for("review.index", need=ref, **filters) if ref else None


def need_parts(need: Need, rows: Sequence[Suggestion]) -> list[dict[str, Any]]:
    """The texts of the need with the terms marked that candidates worth a decision share with it."""
    worth = [row for row in rows if row.grade is not Grade.WEAK and row.state is SuggestionState.SUGGESTED]
    terms = {term for row in worth or rows[:1] for term in row.evidence.get("shared_terms", ())}
    texts = {name: getattr(need, name) for name in ("problem", "indicators", "goal", "background")}
    return [
        {"name": PARTS.get(name, gettext("What has been tried")), "text": text, "spans": occurrences(text, terms)}
        for name, text in texts.items()
        if text
    ]


def shown_candidates(work: Work, rows: Sequence[Suggestion]) -> list[dict[str, Any]]:
    """All candidates; the first that nobody decided on is open."""
    parts = passage_parts(work=work, suggestions=rows)
    first = next((row for row in rows if row.state is SuggestionState.SUGGESTED), next(iter(rows), None))
    return [candidate_of(row, own_part=parts.get(row.id, ""), today=work.today(), current=row is first) for row in rows]


@blueprint.post("/<ref>/decide")
@require(*ORGANIZERS)
def decide(ref: str) -> ResponseReturnValue:
    verdict = code_of(request.form.get("verdict", ""), Verdict, "verdict")
    if verdict not in DECIDING:
        raise InvalidInput(field="verdict", problem=N_("Use the button that takes a decision back."))
    new = NewDecision(
        verdict, request.form.get("reason_code") or None, request.form.get("note"), expected_version=version()
    )
    try:
        fragment, after, name = decided(ref, new)
    except InvalidInput as error:
        return into_dialog(words_of(error))
    words = {
        Verdict.ACCEPT: gettext("Accepted: %(name)s", name=name),
        Verdict.REJECT: gettext("Not suitable: %(name)s", name=name),
        Verdict.HOLD: gettext("Held: %(name)s", name=name),
    }
    undo = url_for("review.undo", ref=ref, version=after)
    return with_toast(make_response(fragment), words[verdict], undo=undo, target=f"#candidate-{ref}", event="decided")


@blueprint.post("/<ref>/undo")
@require(*ORGANIZERS)
def undo(ref: str) -> ResponseReturnValue:
    fragment, _, name = decided(ref, NewDecision(Verdict.UNDO, expected_version=version()))
    return with_toast(make_response(fragment), gettext("Taken back: %(name)s is open again", name=name))


def version() -> int:
    """The version of the suggestion that was on the screen; every decision says it."""
    try:
        return int(request.args.get("version", ""))
    except ValueError:
        raise InvalidInput(field="version", problem=N_("Load the page again and repeat your step.")) from None


def decided(ref: str, new: NewDecision) -> tuple[str, int, str]:
    """Decide; gives the candidate as it stands now, its version, and its name."""
    with writing("suggestion") as work:
        row = get_visible(work=work, kind=Suggestion, ref=ref)
        decide_suggestion(work=work, suggestion=row, new=new)
        work.session.flush()
        parts = passage_parts(work=work, suggestions=[row])
        candidate = candidate_of(row, own_part=parts.get(row.id, ""), today=work.today(), current=True)
        return render_template("console/candidate.html", candidate=candidate), row.version, candidate["name"]


def into_dialog(words: str) -> Response:
    """What is not right yet, told where the reason is chosen."""
    response = make_response(render_template("console/review_problem.html", text=words), 422)
    response.headers["HX-Retarget"] = "#reasons-problem"
    response.headers["HX-Reswap"] = "innerHTML"
    return response
