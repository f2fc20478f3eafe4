"""The schedule on paper: for the door, for each expert, for each enterprise."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.services.planning.meeting_schedule import schedule_of
from web.navigation import READERS
from web.pages.console.meetings.page import VIEWS, grid, people
from web.pages.console.other_plans.kinds import MEETINGS, plan_of
from web.pages.console.plans.shown import plan_card
from web.session import reading, require


@require(*READERS)
def show(ref: str) -> ResponseReturnValue:
    with reading() as work:
        plan = plan_of(work, ref, MEETINGS)
        schedule = schedule_of(work=work, plan=plan)
        view = request.args.get("view", "")
        view = view if view in VIEWS and view != "open" else "tables"
        return render_template(
            "console/meetings/print.html",
            plan=plan_card(plan),
            event=schedule.event,
            view=view,
            view_words=str(VIEWS[view]),
            grid=grid(schedule, may=False),
            people=people(schedule, view.removesuffix("s"), may=False) if view != "tables" else [],
            back=url_for("meetings.show", ref=ref, view=view),
            printed_at=work.now(),
            printed_by=work.actor.name,
        )
