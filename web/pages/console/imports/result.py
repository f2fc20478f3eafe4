"""The last step: write the rows, and say what became of each that needs a look."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.interchange.writing.workbook import Column, write_workbook
from matchmaker.services.importing.parked import Parked, report_kept
from matchmaker.services.importing.upload import folder_of
from web.downloads import download_of
from web.navigation import ORGANIZERS
from web.pages.console.imports.steps import field_name, list_address, message_words, parked_of, step_page
from web.pages.console.imports.work import begin_import, running_job
from web.pages.console.jobs import job_card
from web.session import application, reading, require

MODES = ("good", "all")


@require(*ORGANIZERS)
def run(job: str) -> ResponseReturnValue:
    parked = parked_of(job)
    mode = request.form.get("mode", "")
    if mode not in MODES:
        abort(400)
    done = result_of(parked)
    if (done is None or done["refused"]) and running_job(parked) is None:
        begin_import(parked, mode)
    return redirect(url_for("imports.result", job=job), 303)


def result_of(parked: Parked) -> dict[str, Any] | None:
    return report_kept(folder=folder_of(application().settings), parked=parked, name="result")


@require(*ORGANIZERS)
def show(job: str) -> ResponseReturnValue:
    parked = parked_of(job)
    running = running_job(parked)
    report = result_of(parked)
    with reading() as work:
        if running is not None:
            card = job_card(running, following=url_for("imports.result", job=job))
            return step_page(work, "result", parked.kind, token=job, running=card)
        if report is None:
            return redirect(url_for("imports.preview", job=job), 303)
        return step_page(
            work,
            "result",
            parked.kind,
            token=job,
            running=None,
            refused=report["refused"],
            counts=report["counts"],
            skipped=skipped_of(report),
            warnings=warnings_of(report, parked.kind),
            list_href=list_address(parked.kind),
            problems_href=url_for("imports.problems", job=job),
        )


def skipped_of(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"row": row["number"], "title": row["title"], "reason": message_words(row["remarks"][0])}
        for row in report["rows"]
        if row["verdict"] == "skipped"
    ]


def warnings_of(report: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [
        {"row": each["row"], "field": field_name(kind, each["field"]), "text": message_words(each["message"])}
        for each in report["warnings"]
    ]


@require(*ORGANIZERS)
def problems(job: str) -> ResponseReturnValue:
    """What was left out or should be looked at, as a workbook to send back to whoever wrote the rows."""
    parked = parked_of(job)
    report = result_of(parked)
    if report is None:
        abort(404)
    columns = [Column(gettext("Row"), 8), Column(gettext("Column"), 18), Column(gettext("Remark"), 80)]
    rows = [[row["row"], gettext("left out"), row["reason"]] for row in skipped_of(report)]
    rows += [[row["row"], row["field"], row["text"]] for row in warnings_of(report, parked.kind)]
    return download_of(write_workbook(columns, rows), gettext("Remarks on the import") + ".xlsx")
