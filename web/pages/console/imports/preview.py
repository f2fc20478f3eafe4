"""The third step: the fate of every row, before anything is stored."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.services.importing.upload import look_at_parked
from web.navigation import ORGANIZERS
from web.pages.console.imports.columns import file_facts
from web.pages.console.imports.steps import message_words, parked_of, step_page
from web.pages.console.imports.work import preview_of, running_job
from web.pages.console.jobs import job_card
from web.session import application, reading, require

PER_PAGE = 200


@require(*ORGANIZERS)
def show(job: str) -> ResponseReturnValue:
    parked = parked_of(job)
    report = preview_of(parked)
    here = url_for("imports.preview", job=job)
    if report is None:
        running = running_job(parked_of(job))
        if running is None:  # it ended between two looks
            return redirect(here, 303)
        card = job_card(running, following=here)
        with reading() as work:
            return step_page(work, "preview", parked.kind, token=job, running=card)
    shown = "problems" if request.args.get("only") == "problems" else "all"
    rows = [row for row in report["rows"] if shown == "all" or row["verdict"] == "skipped" or row["warned"]]
    start = begin(len(rows))
    looked = look_at_parked(settings=application().settings, parked=parked)
    with reading() as work:
        return step_page(
            work,
            "preview",
            parked.kind,
            token=job,
            running=None,
            file=file_facts(parked, looked),
            counts=report["counts"],
            rows=[row_of(row) for row in rows[start : start + PER_PAGE]],
            shown=shown,
            following=start + PER_PAGE if start + PER_PAGE < len(rows) else None,
        )


def begin(count: int) -> int:
    """The row of the list to begin with."""
    given = request.args.get("from", "0")
    return min(int(given), count) if given.isascii() and given.isdigit() and len(given) < 7 else 0


def row_of(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "remarks": [message_words(remark) for remark in row["remarks"]]}
