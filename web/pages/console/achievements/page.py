"""The page of one achievement, and letting it rest."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.models import Achievement
from matchmaker.services.achievement import KEEPERS, set_achievement_active
from matchmaker.services.history import history_of
from matchmaker.services.scope import get_visible
from matchmaker.services.suggestion_board import suggested_for
from web.classified import classification_rows
from web.event_words import timeline
from web.navigation import REGISTRY
from web.pages.console.experts.page import need_row
from web.pages.console.rendering import render_page
from web.pages.console.versions import check_version
from web.session import reading, require, writing


@require(*REGISTRY)
def show(ref: str) -> ResponseReturnValue:
    with reading() as work:
        row = get_visible(work=work, kind=Achievement, ref=ref)
        return render_page(
            work,
            "console/achievement.html",
            achievement=row,
            classifications=classification_rows(row.classifications),
            needs=[need_row(each) for each in suggested_for(work=work, record=row)],
            events=timeline(work, history_of(work=work, record=row)),
            may={"edit", "rest"} if work.actor.role in KEEPERS else set(),
        )


@require(*KEEPERS)
def rest(ref: str) -> ResponseReturnValue:
    """Let an active one rest, or make a resting one active."""
    with writing("achievement") as work:
        row = get_visible(work=work, kind=Achievement, ref=ref)
        check_version(row, "achievement")
        active = not row.active
        set_achievement_active(work=work, achievement=row, active=active)
    flash(gettext("It takes part again.") if active else gettext("It rests: it is not suggested."))
    return redirect(url_for("achievements.show", ref=ref), 303)
