"""One talk of a meeting: move it, let it change places, lock it, take it out; and who could meet at a free place."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.errors import NotFound
from matchmaker.models import Expert, Organization, Plan
from matchmaker.services.planning.meeting_change import (
    add_talk,
    place_talk,
    require_changeable,
    talk_of,
)
from matchmaker.services.planning.meeting_options import pairs_for, places_for
from matchmaker.services.planning.meeting_schedule import Schedule, schedule_of
from matchmaker.services.scope import get_visible
from matchmaker.services.work import Work
from web.navigation import ORGANIZERS
from web.pages.console.meetings.page import content, talk_card
from web.pages.console.other_plans.acting import change_plan
from web.pages.console.other_plans.kinds import MEETINGS, plan_of
from web.pages.console.other_plans.showing import whole_number
from web.pages.console.plans.shown import plan_card, price_text
from web.pages.console.rendering import render_page
from web.session import reading, require


@require(*ORGANIZERS)
def show(ref: str, talk: str) -> ResponseReturnValue:
    """The talk with every place it could go to."""
    with reading() as work:
        plan = plan_of(work, ref, MEETINGS)
        require_changeable(work, plan)
        row = talk_of(plan=plan, ref=talk)
        schedule = schedule_of(work=work, plan=plan)
        card = next(one for one in schedule.talks if one.talk is row)
        return render_page(
            work,
            "console/meetings/talk.html",
            plan=plan_card(plan),
            talk=talk_card(plan, card, may=True),
            view=request.args.get("view", ""),
            places=places(schedule, plan, row),
        )


def places(schedule: Schedule, plan: Plan, row: Any) -> list[dict[str, Any]]:
    """Where it could go, by slot; those that are free first."""
    if row.locked:
        return []
    known = {one.talk.id: one for one in schedule.talks}
    found = []
    for place in places_for(plan=plan, talk=row):
        other = known[place.changes_with.id] if place.changes_with is not None else None
        found.append({"slot": schedule.slots[place.slot], "table": place.table + 1, "number": place.table,
                      "other": other})  # fmt: skip
    return found


@require(*ORGANIZERS)
def move(ref: str, talk: str) -> ResponseReturnValue:
    def change(work: Work, plan: Plan) -> float | None:
        row = talk_of(plan=plan, ref=talk)
        slot, table = whole_number("slot"), whole_number("table")
        return place_talk(work=work, plan=plan, talk=row, slot=slot, table=table).price

    return change_plan(ref, MEETINGS, content, change)


@require(*ORGANIZERS)
def seat(ref: str, slot: int, table: int) -> ResponseReturnValue:
    """Who could meet at a free place."""
    with reading() as work:
        plan = plan_of(work, ref, MEETINGS)
        require_changeable(work, plan)
        schedule = schedule_of(work=work, plan=plan)
        if slot >= len(schedule.slots) or table >= schedule.tables or (slot, table) in schedule.cells:
            raise NotFound(kind="talk", ref=f"{slot}-{table}")
        pairs = [
            {"expert": pair.expert, "enterprise": pair.enterprise, "price": price_text(-pair.worth)}
            for pair in pairs_for(work=work, plan=plan, slot=slot, table=table)
        ]
        return render_page(
            work,
            "console/meetings/seat.html",
            plan=plan_card(plan),
            slot=schedule.slots[slot],
            table=table,
            pairs=pairs,
            act=url_for("meetings.add", ref=ref, slot=slot, table=table),
        )


@require(*ORGANIZERS)
def add(ref: str, slot: int, table: int) -> ResponseReturnValue:
    def change(work: Work, plan: Plan) -> float | None:
        expert = get_visible(work=work, kind=Expert, ref=request.form.get("expert", ""))
        house = get_visible(work=work, kind=Organization, ref=request.form.get("enterprise", ""))
        return add_talk(work=work, plan=plan, expert_id=expert.id, enterprise_id=house.id, slot=slot, table=table).price

    return change_plan(ref, MEETINGS, content, change)
