"""Everybody whom one plan holds something for: when, whether they were invited, what they said."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.models import Plan
from matchmaker.services.invitations.plans import NARROWED, counts_of
from matchmaker.services.invitations.prepare import Guest, guests_of
from matchmaker.services.party import ENTERPRISE, EXPERT, INSTITUTION, side_of
from matchmaker.services.planning.access import PUBLISHED, campaign_of, get_plan
from web.navigation import READERS
from web.pages.console.rendering import render_page
from web.pages.console.willingness.index import side_names
from web.session import reading, require


@require(*READERS)
def show(plan: str) -> ResponseReturnValue:
    with reading() as work:
        row = get_plan(work=work, ref=plan)
        guests = guests_of(work=work, plan=row)
        only, side = request.args.get("only", ""), request.args.get("side", "")
        shown = [guest for guest in guests if fits(guest, only, side)]
        return render_page(
            work,
            "console/invitations_plan.html",
            plan=row,
            round=campaign_of(work=work, plan=row),
            counts=counts_of(guests),
            tabs=tabs(row, guests, only, side),
            sides=side_tabs(row, guests, only, side),
            rows=[row_of(guest) for guest in shown],
            only=only,
            side=side,
            may_act=work.actor.is_organizer and row.state == PUBLISHED,
        )


def fits(guest: Guest, only: str, side: str) -> bool:
    """Whether a guest is in the chosen part of the list; an unknown part is the whole."""
    return (only not in NARROWED or NARROWED[only](guest)) and (not side or side_of(guest.party) == side)


def row_of(guest: Guest) -> dict[str, Any]:
    return {
        "key": f"{'expert' if side_of(guest.party) == EXPERT else 'organization'}:{guest.party.ref}",
        "party": guest.party,
        "side": side_of(guest.party),
        "days": sorted({one.on_date for one in guest.engagements if one.has_day}),
        "states": [state.code for state in guest.states],
        "invitation": guest.invitation,
    }


def tabs(plan: Plan, guests: list[Guest], only: str, side: str) -> list[tuple[str, str, int, bool]]:
    names = {
        "unsent": gettext("Not sent yet"),
        "waiting": gettext("No answer yet"),
        "accepting": gettext("Accepted"),
        "refusing": gettext("Said something else"),
        "untold": gettext("To be told of a change"),
    }
    mine = [guest for guest in guests if fits(guest, "", side)]
    every = (gettext("All"), address(plan, "", side), len(mine), only not in NARROWED)
    return [
        every,
        *(
            (text, address(plan, name, side), sum(NARROWED[name](guest) for guest in mine), only == name)
            for name, text in names.items()
        ),
    ]


def side_tabs(plan: Plan, guests: list[Guest], only: str, side: str) -> list[tuple[str, str, bool]]:
    """The sides that the plan holds something for."""
    there = [name for name in (EXPERT, ENTERPRISE, INSTITUTION) if any(side_of(one.party) == name for one in guests)]
    names = side_names()
    return [(names[name], address(plan, only, "" if side == name else name), side == name) for name in there]


def address(plan: Plan, only: str, side: str) -> str:
    return url_for("invitations.plan", plan=plan.ref, only=only or None, side=side or None)
