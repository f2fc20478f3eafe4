"""How far a job is: a card that looks again by itself, and a way to stop it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from matchmaker.models import Job
from matchmaker.models.codes import JobState
from matchmaker.services.job import FINISHED, get_job, request_cancel
from web.links import safe_return
from web.navigation import ORGANIZERS
from web.session import reading, require, writing

_l = lazy_gettext
blueprint = Blueprint("jobs", __name__, url_prefix="/console/jobs")
TITLES = {
    "suggest": _l("Matching again"),
    "import": _l("Importing"),
    "import_preview": _l("Reading the file"),
    "learn": _l("Learning from decisions"),
}
STAGES = {
    "match": _l("comparing"),
    "encode": _l("reading the texts"),
    "import": _l("writing rows"),
    "learn": _l("comparing with past decisions"),
}


def job_card(job: Job, title: str = "", *, following: str = "") -> dict[str, Any]:
    """The variables of the job macro. `following` is the page to show once the job is done."""
    finished = job.state in FINISHED
    return {
        "title": title or str(TITLES.get(job.kind, gettext("Working"))),
        "state": job.state.value,
        "progress": 1.0 if job.state is JobState.DONE else job.progress,
        "stage": stage_of(job),
        "poll": "" if finished else url_for("jobs.show", ref=job.ref, next=following or None),
        "cancel": "" if finished else url_for("jobs.cancel", ref=job.ref, next=following or None),
        "error": gettext("It did not work. Try again; if it happens again, tell your administrator the number %(ref)s.",
                         ref=job.ref) if job.state is JobState.FAILED else "",
    }  # fmt: skip


def stage_of(job: Job) -> str:
    if job.state is JobState.QUEUED:
        return gettext("waiting for its turn")
    if job.state is JobState.DONE:
        return gettext("done")
    if job.state is JobState.CANCELLED:
        return gettext("stopped")
    if job.cancel_requested:
        return gettext("is being stopped")
    return str(STAGES.get(job.stage or "", gettext("running")))


@blueprint.get("/<ref>")
@require(*ORGANIZERS)
def show(ref: str) -> ResponseReturnValue:
    with reading() as work:
        job = get_job(work=work, ref=ref)
        return fragment(job)


@blueprint.post("/<ref>/cancel")
@require(*ORGANIZERS)
def cancel(ref: str) -> ResponseReturnValue:
    with writing("job") as work:
        job = get_job(work=work, ref=ref)
        if job.state not in FINISHED:
            request_cancel(work=work, job=job)
        return fragment(job)


def fragment(job: Job) -> ResponseReturnValue:
    """The card as it stands; a job that is done leads on to the page that asked for it."""
    following = safe_return(request.args.get("next", ""), "")
    response = make_response(render_template("console/job.html", job=job_card(job, following=following)))
    if job.state is JobState.DONE and following:
        response.headers["HX-Redirect"] = following
    return response
