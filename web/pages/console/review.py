"""The review queue: one need at a time with its candidates and their evidence; accept, reject, hold, undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from matchmaker.errors import InvalidInput, NotFound
from matchmaker.locale import N_
from matchmaker.models import Expert, Need, Suggestion
from matchmaker.models.codes import Confidentiality, Grade, SuggestionState, Verdict
from matchmaker.services.decision import NewDecision, decide_suggestion
from matchmaker.services.need import note_confidential_read
from matchmaker.services.review_queue import QueueFilter, QueuePlace, candidates_of, find_place
from matchmaker.services.scope import get_visible
from matchmaker.services.suggestion_evidence import occurrences, passage_parts
from matchmaker.services.suggestion_moves import Moves, move_others
from matchmaker.services.work import Work
from web.access_log import request_id
from web.choices import choices, counties
from web.form_errors import words_of
from web.list_query import ListQuery, code_of, read_query
from web.listing import Listing
from web.navigation import ORGANIZERS
from web.pages.console.candidate import PARTS, candidate_of
from web.pages.console.moves import moved_of, told
from web.pages.console.no_match import no_match_of
from web.pages.console.rendering import render_page
from web.session import application, current_actor, reading, require, writing
from web.toasts import with_toast

blueprint = Blueprint("review", __name__, url_prefix="/console/review")
LIST = "#candidates"
DECIDING = (Verdict.ACCEPT, Verdict.REJECT, Verdict.HOLD)


@blueprint.get("/")
@require(*ORGANIZERS)
def index() -> ResponseReturnValue:
    query = read_query(("county", "grade"))
    with reading() as work:
        place = find_place(work=work, where=queue_filter(query), ref=request.args.get("need") or None)
        need = place.need
        if need is None or need.confidentiality is not Confidentiality.CONFIDENTIAL:
            return page(work, query, place)
    # A confidential need is read: that is an act. It is committed before the page is made, which takes much longer.
    with writing("need") as work:
        note_confidential_read(work=work, need=get_visible(work=work, kind=Need, ref=need.ref))
    with reading() as work:
        return page(work, query, find_place(work=work, where=queue_filter(query), ref=need.ref))


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


def shown_candidates(work: Work, rows: Sequence[Suggestion], *, current: str = "") -> list[dict[str, Any]]:
    """All candidates; the one with reference `current` is open, else the first that nobody decided on."""
    parts = passage_parts(work=work, suggestions=rows)
    by_ref = {row.ref: row for row in rows}
    first = next((row for row in rows if row.state is SuggestionState.SUGGESTED), next(iter(rows), None))
    chosen = by_ref.get(current, first)
    return [
        candidate_of(
            row,
            own_part=parts.get(row.id, ""),
            today=work.today(),
            current=row is chosen,
            moved=moved_of(work, row, by_ref),
        )
        for row in rows
    ]


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
        done = decided(ref, new)
    except InvalidInput as error:
        return into_dialog(words_of(error))
    words = {
        Verdict.ACCEPT: gettext("Accepted: %(name)s", name=done.name),
        Verdict.REJECT: gettext("Not suitable: %(name)s", name=done.name),
        Verdict.HOLD: gettext("Held: %(name)s", name=done.name),
    }
    undo = url_for("review.undo", ref=ref, version=done.version)
    return with_toast(into_list(done, verdict), words[verdict], undo=undo, target=LIST, event="decided")


@blueprint.post("/<ref>/undo")
@require(*ORGANIZERS)
def undo(ref: str) -> ResponseReturnValue:
    done = decided(ref, NewDecision(Verdict.UNDO, expected_version=version()))
    words = gettext("Taken back: %(name)s is open again", name=done.name)
    return with_toast(into_list(done, Verdict.UNDO), words)


def version() -> int:
    """The version of the suggestion that was on the screen; every decision says it."""
    try:
        return int(request.args.get("version", ""))
    except ValueError:
        raise InvalidInput(field="version", problem=N_("Load the page again and repeat your step.")) from None


@dataclass(frozen=True)
class Done:
    """A decision that was stored: on which suggestion, its version then, the candidate's name, who moved by it."""

    ref: str
    need_id: int
    version: int
    name: str
    moves: Moves | None


def decided(ref: str, new: NewDecision) -> Done:
    """Decide, and have the need's other candidates follow at once."""
    with writing("suggestion") as work:
        row = get_visible(work=work, kind=Suggestion, ref=ref)
        if row.need_id is None:
            raise NotFound(kind="suggestion", ref=ref)  # institutions are decided on with their enterprise
        decide_suggestion(work=work, suggestion=row, new=new)
        work.session.flush()
        record = row.expert or row.achievement
        name = record.name if isinstance(record, Expert) else record.title if record is not None else ""
        done = Done(ref, row.need_id, row.version, name, None)
    return replace(done, moves=moved_by(done.need_id))


def moved_by(need_id: int) -> Moves | None:
    """Compare the need's candidates again. The process that serves the page may hold no index: then a job does it."""
    parts = application()
    return move_others(
        database=parts.database,
        index=parts.search_if_built,
        work_of=lambda session: parts.work(session, current_actor(), request_id()),
        need_id=need_id,
    )


def into_list(done: Done, verdict: Verdict) -> Response:
    """All candidates as they stand now, in the place of those on the screen."""
    with reading() as work:
        row = get_visible(work=work, kind=Suggestion, ref=done.ref)
        assert row.need is not None  # looked at above
        rows = open_first(candidates_of(work=work, need=row.need))
        candidates = shown_candidates(work, rows, current=done.ref)
        after = told(work, verdict, row, done.moves) if verdict is not Verdict.HOLD else None
        response = make_response(render_template("console/candidates.html", candidates=candidates, after=after))
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = LIST, "outerHTML"
    return response


def into_dialog(words: str) -> AnyResponse:
    """What is not right yet, told where the reason is chosen."""
    response = make_response(render_template("console/review_problem.html", text=words), 422)
    response.headers["HX-Retarget"] = "#reasons-problem"
    response.headers["HX-Reswap"] = "innerHTML"
    return response
