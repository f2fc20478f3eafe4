"""Follow-up tasks (跟进事项): the open ones by urgency, those that are done, and marking them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.services.follow_up import (
    FollowUpFilter,
    finish_follow_up,
    get_follow_up,
    list_follow_ups,
    reopen_follow_up,
)
from web.links import safe_return
from web.navigation import ORGANIZERS, READERS
from web.pages.console.rendering import render_page
from web.session import reading, require, writing

blueprint = Blueprint("follow_ups", __name__, url_prefix="/console/follow-ups")
SHOWN = ("open", "mine", "overdue", "all")


@blueprint.get("/")
@require(*READERS)
def index() -> ResponseReturnValue:
    shown = request.args.get("show", "")
    shown = shown if shown in SHOWN else SHOWN[0]
    with reading() as work:
        where = FollowUpFilter(
            open_only=shown != "all",
            overdue=shown == "overdue",
            owner_id=work.actor.user_id if shown == "mine" else None,
        )
        return render_page(
            work,
            "console/follow_ups.html",
            rows=list_follow_ups(work=work, where=where),
            tabs=tabs(shown),
            shown=shown,
            may_act=work.actor.is_organizer,
            today=work.today(),
        )


@blueprint.post("/<ref>/finish")
@require(*ORGANIZERS)
def finish(ref: str) -> ResponseReturnValue:
    with writing("follow_up") as work:
        task = get_follow_up(work=work, ref=ref)
        finish_follow_up(work=work, task=task, note=request.form.get("note", "")[:2000])
    flash(gettext("The task is done."))
    return redirect(back(), 303)


@blueprint.post("/<ref>/reopen")
@require(*ORGANIZERS)
def reopen(ref: str) -> ResponseReturnValue:
    with writing("follow_up") as work:
        reopen_follow_up(work=work, task=get_follow_up(work=work, ref=ref))
    flash(gettext("The task is open again."))
    return redirect(back(), 303)


def back() -> str:
    return safe_return(request.form.get("back", ""), url_for("follow_ups.index"))


def tabs(shown: str) -> list[tuple[str, str, None, bool]]:
    names = {
        "open": gettext("Still open"),
        "mine": gettext("Mine"),
        "overdue": gettext("Overdue"),
        "all": gettext("All"),
    }
    return [(text, url_for("follow_ups.index", show=code), None, code == shown) for code, text in names.items()]
