"""The list as a workbook to fill in, and the filled one read back: first what would become of each row, then done."""

from __future__ import annotations

import json

from flask import Response, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from matchmaker.errors import InvalidInput, NotFound
from matchmaker.interchange.errors import FileRefused
from matchmaker.locale import N_
from matchmaker.models import Campaign
from matchmaker.services.willingness_list import SIDES
from matchmaker.services.willingness_reading import (
    EMPTY,
    SKIPPED,
    TAKEN,
    UNCHANGED,
    UPDATED,
    Fate,
    apply_rows,
    read_workbook_rows,
    row_document,
)
from matchmaker.services.willingness_workbook import SHEETS, export_willingness
from matchmaker.services.work import Work
from web.downloads import download_of
from web.form_errors import words_of
from web.form_reader import FormReader
from web.form_state import FormState
from web.labels import label
from web.list_query import ListQuery
from web.navigation import ORGANIZERS, READERS
from web.pages.console.rendering import render_page
from web.pages.console.willingness.index import asked_filter, round_of, side_names
from web.session import reading, require, writing

FILTERS = ("side", "q", "county", "answer")
MOST_BYTES = 5 * 1024 * 1024


@require(*READERS)
def download() -> ResponseReturnValue:
    given = {name: request.form.get(name, "").strip() for name in FILTERS}
    query = ListQuery({name: value for name, value in given.items() if value}, None, "", True)
    with writing("willingness") as work:
        campaign, where = required_round(work), asked_filter(query)
        content = export_willingness(work=work, campaign=campaign, where=where)
        name = f"{SHEETS[where.side]}-{work.today():%Y%m%d}.xlsx"
    response: Response = download_of(content, name)
    return response


@require(*ORGANIZERS)
def form() -> ResponseReturnValue:
    with reading() as work:
        required_round(work)
        return upload_page(work, FormState({"side": request.args.get("side", SIDES[0])}))


@require(*ORGANIZERS)
def preview() -> ResponseReturnValue:
    """What would become of each row; nothing is stored yet."""
    entered, sent = FormReader(request.form), request.files.get("workbook")
    side = entered.code("side", SIDES, required=True) or ""
    with reading() as work:
        campaign = required_round(work)
        if sent is None or not sent.filename:
            entered.errors["workbook"] = gettext("Choose a file.")
        if entered.errors or sent is None:
            return upload_page(work, entered.state()), 422
        content = sent.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            entered.errors["workbook"] = gettext("The file is too large: at most %(size)s MB.", size=MOST_BYTES >> 20)
            return upload_page(work, entered.state()), 422
        try:
            fates = read_workbook_rows(
                work=work, campaign=campaign, side=side, content=content, filename=sent.filename or ""
            )
        except FileRefused as error:
            return upload_page(work, entered.state(more={"workbook": words_of(error)})), 422
        return preview_page(work, side, fates)


@require(*ORGANIZERS)
def apply() -> ResponseReturnValue:
    """Record the good rows of the preview."""
    side = request.form.get("side", "")
    try:
        rows = json.loads(request.form.get("rows", ""))
    except ValueError:
        rows = None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InvalidInput(field="rows", problem=N_("The list has changed: read the workbook again."))
    with writing("willingness") as work:
        count = apply_rows(work=work, campaign=required_round(work), side=side, rows=rows)
    flash(ngettext("%(num)s answer is recorded.", "%(num)s answers are recorded.", count))
    return redirect(url_for("willingness.index", side=side), 303)


def required_round(work: Work) -> Campaign:
    campaign = round_of(work)
    if campaign is None:
        raise NotFound(kind="campaign", ref="-")
    return campaign


def upload_page(work: Work, state: FormState) -> str:
    return render_page(
        work,
        "console/willingness_upload.html",
        form=state,
        sides=list(side_names().items()),
        limit=min(MOST_BYTES, application_limit()),
    )


def application_limit() -> int:
    return int(current_app.config["MAX_CONTENT_LENGTH"])


def preview_page(work: Work, side: str, fates: list[Fate]) -> str:
    good = [fate for fate in fates if fate.verdict in (TAKEN, UPDATED)]
    verdicts = (TAKEN, UPDATED, UNCHANGED, EMPTY, SKIPPED)
    return render_page(
        work,
        "console/willingness_preview.html",
        side=side,
        rows=[row_of(fate) for fate in fates],
        counts={one: sum(fate.verdict == one for fate in fates) for one in verdicts},
        document=json.dumps([row_document(fate) for fate in good], ensure_ascii=False),
        good=len(good),
    )


def row_of(fate: Fate) -> dict[str, object]:
    """A line of the preview."""
    return {
        "number": fate.row,
        "name": fate.name,
        "verdict": fate.verdict,
        "answer": label(fate.answer.answer, "willingness_answers") if fate.answer else "",
        "before": label(fate.before, "willingness_answers") if fate.before else "",
        "days": [day.isoformat() for day in fate.answer.dates or ()] if fate.answer else [],
        "problem": words_of(fate.problem) if fate.problem else "",
    }
