"""The page of a plan of trips: how far it is, then its days with the delegations."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from matchmaker.models import Plan
from matchmaker.services.planning.access import PLANNED
from matchmaker.services.planning.trip_board import TripCard, trip_board
from matchmaker.services.planning.words import day_text
from matchmaker.services.work import Work
from web.form_errors import locale
from web.navigation import ORGANIZERS, READERS
from web.pages.console.other_plans.acting import discard_plan, list_plans, publish_plan, stop_plan
from web.pages.console.other_plans.asking import ask, asking_form
from web.pages.console.other_plans.kinds import TRIPS
from web.pages.console.other_plans.showing import show_plan, show_progress
from web.pages.console.other_plans.why import follow_why, why_page
from web.session import require


@require(*READERS)
def show_list() -> ResponseReturnValue:
    return list_plans(TRIPS)


@require(*ORGANIZERS)
def form() -> ResponseReturnValue:
    return asking_form(TRIPS)


@require(*ORGANIZERS)
def ask_plan() -> ResponseReturnValue:
    return ask(TRIPS)


@require(*READERS)
def show(ref: str) -> ResponseReturnValue:
    return show_plan(ref, TRIPS, content)


@require(*READERS)
def progress(ref: str) -> ResponseReturnValue:
    return show_progress(ref, TRIPS)


@require(*ORGANIZERS)
def stop(ref: str) -> ResponseReturnValue:
    return stop_plan(ref, TRIPS)


@require(*ORGANIZERS)
def discard(ref: str) -> ResponseReturnValue:
    return discard_plan(ref, TRIPS)


@require(*ORGANIZERS)
def publish(ref: str) -> ResponseReturnValue:
    return publish_plan(ref, TRIPS, content)


@require(*ORGANIZERS)
def why(ref: str) -> ResponseReturnValue:
    return why_page(ref, TRIPS)


@require(*ORGANIZERS)
def follow(ref: str) -> ResponseReturnValue:
    return follow_why(ref, TRIPS, content)


def content(work: Work, plan: Plan, may: bool) -> dict[str, Any]:
    """Days with their trips, in order."""
    cards = trip_board(work=work, plan=plan)
    days: dict[Any, list[dict[str, Any]]] = {}
    for card in cards:
        days.setdefault(card.row.on_date, []).append(trip_card(plan, card, may))
    return {
        "days": [(day_text(day, locale()), trips) for day, trips in days.items()],
        "missing": missing_to_target(plan),
        "counts": {
            "trips": len(cards),
            "institutions": len({card.institution.id for card in cards}),
            "enterprises": len({one.id for card in cards for one in card.enterprises}),
        },
    }


def missing_to_target(plan: Plan) -> int:
    """How many enterprises fewer travel than should."""
    return sum(int(one["amount"]) for one in plan.report.get("shortfalls", []) if one["code"] == "trip_targets")


def trip_card(plan: Plan, card: TripCard, may: bool) -> dict[str, Any]:
    open_to_change = may and card.row.state == PLANNED
    return {
        "ref": card.row.ref,
        "institution": card.institution,
        "enterprises": card.enterprises,
        "leader": card.row.leader,
        "days": card.days,
        "locked": card.row.locked,
        "href": url_for("trips.trip", ref=plan.ref, trip=card.row.ref) if open_to_change else "",
    }
