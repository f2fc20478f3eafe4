"""One trip: its day, who leads, who goes along; where else each could go, with the price."""

from __future__ import annotations

from datetime import date

from flask import request
from flask.typing import ResponseReturnValue

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Organization, Plan
from matchmaker.services.planning.access import campaign_of, require_planner
from matchmaker.services.planning.stored import stored_index
from matchmaker.services.planning.trip_board import card_of, possible_changes, possible_days
from matchmaker.services.planning.trip_change import (
    move_delegate,
    set_trip_day,
    set_trip_leader,
    trip_of,
)
from matchmaker.services.planning.words import day_text
from matchmaker.services.scope import get_visible
from matchmaker.services.work import Work
from web.form_errors import locale
from web.navigation import ORGANIZERS
from web.pages.console.other_plans.acting import change_plan
from web.pages.console.other_plans.kinds import TRIPS, plan_of
from web.pages.console.plans.shown import plan_card, price_text
from web.pages.console.rendering import render_page
from web.pages.console.trips.page import content, trip_card
from web.session import reading, require


@require(*ORGANIZERS)
def show(ref: str, trip: str) -> ResponseReturnValue:
    with reading() as work:
        plan = plan_of(work, ref, TRIPS)
        require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="plan.change")
        row = trip_of(plan=plan, ref=trip)
        changes = [
            {
                "enterprise": one.enterprise,
                "leaves": one.leaves.ref if one.leaves is not None else "",
                "joins": one.joins.ref if one.joins is not None else "",
                "where": one.where,
                "price": price_text(one.price),
            }
            for one in possible_changes(work=work, plan=plan, trip=row)
        ]
        return render_page(
            work,
            "console/trips/trip.html",
            plan=plan_card(plan),
            trip=trip_card(plan, card_of(work=work, row=row), may=True),
            on_date=row.on_date,
            day=day_text(row.on_date, locale()),
            days=[
                {"day": day.isoformat(), "words": day_text(day, locale()), "price": price_text(price)}
                for day, price in possible_days(plan=plan, trip=row)
            ],
            leaving=[one for one in changes if one["leaves"] == row.ref],
            joining=[one for one in changes if one["joins"] == row.ref],
        )


@require(*ORGANIZERS)
def move(ref: str, trip: str) -> ResponseReturnValue:
    def change(work: Work, plan: Plan) -> float | None:
        return set_trip_day(work=work, plan=plan, trip=trip_of(plan=plan, ref=trip), on_date=given_day(plan))

    return change_plan(ref, TRIPS, content, change)


@require(*ORGANIZERS)
def lead(ref: str, trip: str) -> ResponseReturnValue:
    def change(work: Work, plan: Plan) -> None:
        leader = request.form.get("leader", "")
        set_trip_leader(work=work, plan=plan, trip=trip_of(plan=plan, ref=trip), leader=leader)

    return change_plan(ref, TRIPS, content, change)


@require(*ORGANIZERS)
def delegate(ref: str, trip: str) -> ResponseReturnValue:
    """An enterprise leaves this trip, joins it, or both with another one."""

    def change(work: Work, plan: Plan) -> float | None:
        trip_of(plan=plan, ref=trip)
        house = get_visible(work=work, kind=Organization, ref=request.form.get("enterprise", ""))
        leaves, joins = request.form.get("leaves", ""), request.form.get("joins", "")
        return move_delegate(
            work=work,
            plan=plan,
            enterprise_id=house.id,
            leaves=trip_of(plan=plan, ref=leaves) if leaves else None,
            joins=trip_of(plan=plan, ref=joins) if joins else None,
        )

    return change_plan(ref, TRIPS, content, change)


def given_day(plan: Plan) -> date:
    """The day of the form, one of the plan's."""
    given = request.form.get("on_date", "")
    found = [day for day in stored_index(plan).dates if day.isoformat() == given]
    if not found:
        raise InvalidInput(field="on_date", problem=N_("This day is not among the days of the plan."))
    return found[0]
