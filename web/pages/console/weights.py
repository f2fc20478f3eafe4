"""Learning (从审核中学习): which weights run, what was learnt from decisions, and the way back. For administrators."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from matchmaker.models import Job
from matchmaker.models.codes import JobState, Role
from matchmaker.services.learning.learn import Learning
from matchmaker.services.learning.learn_job import ask_to_learn, decisions_since, last_learning
from matchmaker.services.learning.weights_store import KeptWeights, WeightsStore
from matchmaker.services.work import Work
from web.access_log import request_id
from web.pages.console.jobs import job_card
from web.pages.console.rendering import render_page
from web.session import application, current_actor, reading, require, writing

_l = lazy_gettext
blueprint = Blueprint("weights", __name__, url_prefix="/console/weights")
# verdict of a replay -> what it says, its tone
VERDICTS = {
    "better": (_l("better"), "good"),
    "worse": (_l("worse"), "bad"),
    "undecided": (_l("no clear difference"), "still"),
}
# figure of a replay -> what it says
FIGURES = {
    "log loss": _l("Distance from what was decided (less is better)"),
    "nDCG@10": _l("Accepted ones in front (more is better)"),
    "AUC(accepted)": _l("Accepted above rejected (more is better)"),
    "Brier score": _l("Error of the probabilities (less is better)"),
}


@blueprint.get("/")
@require(Role.ADMINISTRATOR)
def index() -> ResponseReturnValue:
    store = application().search.weights
    with reading() as work:
        job = last_learning(work=work)
        return render_page(
            work,
            "console/weights.html",
            **weights_of(work, store),
            job=card_of(job) if job else None,
            said=said_of(job) if job else None,
        )


@blueprint.post("/learn")
@require(Role.ADMINISTRATOR)
def learn() -> ResponseReturnValue:
    with writing("job") as work:
        ask_to_learn(work=work)
    return redirect(url_for("weights.index"), 303)


@blueprint.post("/back")
@require(Role.ADMINISTRATOR)
def back() -> ResponseReturnValue:
    parts = application()
    actor, asked = current_actor(), request_id()
    version = Learning(parts.database, parts.search, lambda session: parts.work(session, actor, asked)).back()
    flash(gettext("%(version)s runs again; all needs are matched anew.", version=version))
    return redirect(url_for("weights.index"), 303)


def weights_of(work: Work, store: WeightsStore | None) -> dict[str, Any]:
    """What runs, what ran, what was learnt; without a model there is nothing to learn with."""
    if store is None:
        return {"available": False, "running": "", "shipped": "", "before": "", "problem": "", "versions": [],
                "decisions": decisions_since(work=work, at=None)}  # fmt: skip
    running, history, versions = store.running().version, store.history(), store.versions()
    return {
        "available": True,
        "running": running,
        "shipped": store.shipped.version,
        "before": history[-2] if len(history) > 1 else "",
        "problem": store.problem or "",
        "versions": [version_row(one, running) for one in versions],
        "decisions": decisions_since(work=work, at=last_made(versions)),
    }


def card_of(job: Job) -> dict[str, Any] | None:
    """The progress of a learning that has not ended, or that failed."""
    if job.state in (JobState.DONE, JobState.CANCELLED):
        return None
    return job_card(job, gettext("Learning from decisions"), following=url_for("weights.index", learnt=job.ref))


def said_of(job: Job) -> tuple[str, str, str] | None:
    """Tone, title and text of how the last learning ended; that it went well is told once, on the way back here."""
    result = job.result or {}
    if job.state is JobState.CANCELLED:
        return "info", gettext("Learning was stopped"), gettext("Nothing has changed.")
    if job.state is not JobState.DONE:
        return None
    if result.get("refused"):
        return "info", gettext("Nothing was learnt"), too_few(result)
    if "waiting" in result:
        return "warn", gettext("Nothing was learnt"), gettext("The worker had no language model.")
    if request.args.get("learnt") != job.ref:
        return None
    if result.get("switched"):
        text = gettext(
            "%(version)s is better and runs from now on; all needs are matched anew.", version=result["version"]
        )
        return "good", gettext("New weights are in use"), text
    text = gettext("%(version)s is kept below; on past decisions it is not better.", version=result.get("version", ""))
    return "info", gettext("The weights stay as they are"), text


def too_few(result: dict[str, Any]) -> str:
    return gettext(
        "%(count)s decisions, %(accepted)s of them acceptances, are too few to learn from: at least %(least)s are"
        " needed, and at least %(of_a_kind)s of each kind.",
        **{name: result.get(name, 0) for name in ("count", "accepted", "least", "of_a_kind")},
    )


def made_at(one: KeptWeights) -> datetime:
    return datetime.fromisoformat(str(one.report["made_at"]))


def last_made(versions: list[KeptWeights]) -> datetime | None:
    """When something was learnt last, as far as the reports can be read."""
    return next((made_at(one) for one in versions if one.report), None)


def version_row(one: KeptWeights, running: str) -> dict[str, Any]:
    report = one.report
    verdict = str(report.get("verdict", ""))
    words, tone = VERDICTS.get(verdict, (verdict, "still"))
    return {
        "version": one.version,
        "running": one.version == running,
        "made_at": made_at(one) if report else None,
        "damaged": one.damaged,
        "compared_with": report.get("compared_with", ""),
        "verdict": str(words),
        "tone": tone,
        "decisions": report.get("decisions", 0),
        "needs": report.get("needs", 0),
        "figures": [{**row, "text": str(FIGURES.get(row["name"], row["name"]))} for row in report.get("figures", ())],
    }
