"""The page of a plan of trips: how far it is, then its days with the delegations."""

from __future__ import annotations

from typing import Any

from flask import url_for

from matchmaker.models import Plan
from matchmaker.services.planning.access import PLANNED
from matchmaker.services.planning.trip_board import TripCard, trip_board
from matchmaker.services.planning.words import day_text
from matchmaker.services.work import Work
from web.form_errors import locale


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
