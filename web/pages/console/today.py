"""今日待办: what waits for this officer, how far the round has come, and its figures."""

from __future__ import annotations

import math
from typing import Any

from flask import Blueprint, current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from matchmaker.locale.render import render
from matchmaker.models import Campaign
from matchmaker.models.codes import Role
from matchmaker.services.campaign import current_campaign
from matchmaker.services.campaign_figures import Figure, campaign_figures
from matchmaker.services.campaign_progress import Progress, round_progress
from matchmaker.services.collection import open_collection
from matchmaker.services.today import Waiting, waiting_today
from matchmaker.services.work import Work
from web.form_errors import locale
from web.formats import day, listed
from web.labels import label
from web.navigation import REGISTRY
from web.pages.console.rendering import render_page
from web.readiness import Readiness
from web.session import current_actor, reading, require

blueprint = Blueprint("today", __name__, url_prefix="/console")
# A county that has less than this part of its target is behind; one far beyond it is marked as met.
BEHIND = 0.5
PLACES_SHOWN = 3


@blueprint.get("/")
@require(*REGISTRY)
def index() -> ResponseReturnValue:
    if current_actor().role is Role.LIAISON:
        return redirect(url_for("experts.index"), 303)
    with reading() as work:
        campaign = current_campaign(work=work)
        return render_page(
            work,
            "console/today.html",
            today=work.today(),
            todo=[todo_entry(entry) for entry in waiting_today(work=work)],
            parts=troubled_parts(),
            may_work=work.actor.is_organizer,
            **(round_context(work, campaign) if campaign else NO_ROUND),
        )


NO_ROUND: dict[str, Any] = {"round": None, "days_left": 0, "steps": [], "stats": [], "areas": []}


def round_context(work: Work, campaign: Campaign) -> dict[str, Any]:
    """What the page shows of the running round."""
    collection = open_collection(work=work, campaign=campaign)
    left = (collection.closes_at - work.now()).total_seconds() if collection else 0.0
    progress = round_progress(work=work, campaign=campaign)
    return {
        "round": collection,
        "days_left": math.ceil(left / 86_400),
        "steps": steps_of(progress.whole),
        "stats": [stat_of(figure) for figure in campaign_figures(work=work, campaign=campaign, needs=progress.whole)],
        "areas": [
            *(area_of(row, "divisions") for row in progress.counties),
            *(area_of(row, "zones") for row in progress.zones),
        ],
    }


def todo_entry(entry: Waiting) -> dict[str, Any]:
    """A line of the list: how many of what, with a remark, and where to begin."""
    text, note, href = TODO[entry.kind](entry)
    return {"count": entry.count, "text": text, "note": note, "href": href, "late": entry.late}


def answers_line(entry: Waiting) -> tuple[str, str, str]:
    text = ngettext("answer is due", "answers are due", entry.count)
    return (
        text,
        gettext("The earliest was promised for %(day)s", day=day(entry.earliest, year=False)),
        url_for("needs.index", due="today", sort="answer_due_on", order="asc"),
    )


def review_line(entry: Waiting) -> tuple[str, str, str]:
    text = ngettext("need is to be reviewed", "needs are to be reviewed", entry.count)
    places = [f"{label(code, 'divisions') or gettext('no county')} {count}" for code, count in entry.places.items()]
    others = sum(list(entry.places.values())[PLACES_SHOWN:])
    rest = [gettext("%(count)s elsewhere", count=others)] if others else []
    note = listed(places[:PLACES_SHOWN] + rest) if len(places) > 1 else ""
    return text, note, url_for("needs.index", state="submitted", sort="answer_due_on", order="asc")


def decide_line(entry: Waiting) -> tuple[str, str, str]:
    text = ngettext("suggestion is to be decided", "suggestions are to be decided", entry.count)
    note = gettext("For %(needs)s needs; %(strong)s are highly relevant", needs=entry.needs, strong=entry.strong)
    return text, note, url_for("review.index")


def confirm_line(entry: Waiting) -> tuple[str, str, str]:
    text = ngettext(
        "need entered for an enterprise is not confirmed yet",
        "needs entered for enterprises are not confirmed yet",
        entry.count,
    )
    return text, "", url_for("needs.index", confirmed="no")


def verify_line(entry: Waiting) -> tuple[str, str, str]:
    text = ngettext("organization is to be verified", "organizations are to be verified", entry.count)
    note = gettext("Their credit code is missing or not checked")
    return text, note, url_for("organizations.index", kind="enterprise", verified="no")


def tasks_line(entry: Waiting) -> tuple[str, str, str]:
    text = ngettext("follow-up task is due", "follow-up tasks are due", entry.count)
    note = gettext("The earliest was due on %(day)s", day=day(entry.earliest, year=False))
    return text, note, url_for("follow_ups.index", show="mine")


def proposals_line(entry: Waiting) -> tuple[str, str, str]:
    text = ngettext(
        "proposal to change the published plan is to be decided",
        "proposals to change the published plan are to be decided",
        entry.count,
    )
    return text, gettext("Nothing moves before you accept it."), url_for("plans.proposals", ref=entry.ref)


def untold_line(entry: Waiting) -> tuple[str, str, str]:
    text = ngettext(
        "guest is to be told that the plan has changed", "guests are to be told that the plan has changed", entry.count
    )
    return text, "", url_for("invitations.index")


def visits_line(entry: Waiting) -> tuple[str, str, str]:
    text = ngettext("visit is to be recorded", "visits are to be recorded", entry.count)
    note = gettext("Did they take place, and what was found?")
    return text, note, url_for("visits.index", state="unrecorded")


TODO = {
    "answers": answers_line,
    "tasks": tasks_line,
    "proposals": proposals_line,
    "untold": untold_line,
    "visits": visits_line,
    "review": review_line,
    "decide": decide_line,
    "confirm": confirm_line,
    "verify": verify_line,
}


def steps_of(progress: Progress) -> list[dict[str, Any]]:
    """征集—审核—匹配—对接—签约—解决 with how many needs reached each."""
    numbers = (
        (gettext("Collected"), progress.posted),
        (gettext("Reviewed"), progress.verified),
        (gettext("Matched"), progress.graded),
        (gettext("In contact"), progress.in_contact),
        (gettext("Signed"), progress.signed),
        (gettext("Solved"), progress.solved),
    )
    # The step where most of the work stands now: the first that half of what came before has not reached.
    current = next((at for at in range(1, len(numbers)) if numbers[at][1] < numbers[at - 1][1] * 0.5), len(numbers) - 1)
    return [
        {"name": name, "number": number, "note": "", "done": at < current, "current": at == current, "href": ""}
        for at, (name, number) in enumerate(numbers)
    ]


def stat_of(figure: Figure) -> dict[str, Any]:
    rule = render(figure.rule, locale=locale())
    return {
        "name": label(figure.code, "indicators"),
        "value": figure.value,
        "unit": gettext("10,000 yuan") if figure.unit == "wan" else "",
        "target": figure.target,
        "last_year": figure.last_year,
        "definition": f"{figure.definition} {rule}".strip(),
        "href": FIGURE_LISTS[figure.code]() if figure.code in FIGURE_LISTS else "",
    }


# figure -> the list it counts
FIGURE_LISTS = {
    "needs_collected": lambda: url_for("needs.index"),
    "needs_solved": lambda: url_for("needs.index", state="closed", result="solved"),
}


def area_of(row: Progress, scheme: str) -> dict[str, Any]:
    share = row.posted / row.target if row.target else None
    tone = ""
    if share is not None:
        tone = "met" if share >= 1 else "nothing" if not row.posted else "behind" if share < BEHIND else ""
    notes = {"met": gettext("target met"), "nothing": gettext("nothing yet"), "behind": gettext("behind")}
    return {
        "name": label(row.place, scheme) if row.place else gettext("no county"),
        "zone_of": gettext("zone") if scheme == "zones" else "",
        "value": row.posted,
        "target": row.target,
        "tone": tone,
        "note": notes.get(tone, ""),
        "href": url_for("needs.index", county=row.place) if scheme == "divisions" and row.place else "",
    }


def troubled_parts() -> list[tuple[str, str]]:
    """The parts of the service that are not in order, in words."""
    state: Readiness = current_app.extensions["readiness"]()
    words = {
        ("model", "missing"): gettext("The model is missing: new needs wait for their suggestions."),
        ("worker", "missing"): gettext("No worker is running: suggestions and imports wait."),
    }
    return [("degraded", words[part, found]) for part, found in state.parts.items() if (part, found) in words]
