"""Sending: the ticked guests get an invitation (those of before a reminder, or word of a change) as text or mail."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Plan
from matchmaker.services.invitations.prepare import guests_of
from matchmaker.services.invitations.records import PLAN, invite
from matchmaker.services.invitations.sending import mail_address
from matchmaker.services.invitations.times import end_of
from matchmaker.services.party import Party
from matchmaker.services.planning.access import PUBLISHED, campaign_of, get_plan, require_state
from matchmaker.services.work import Work
from web.form_reader import FormReader
from web.links import safe_return
from web.navigation import ORGANIZERS
from web.pages.console.hand_outs import deliver
from web.pages.console.invitations.plan import fits, row_of
from web.pages.console.willingness.asking import MOST_AT_ONCE
from web.session import application, require, writing


@require(*ORGANIZERS)
def send(plan: str) -> ResponseReturnValue:
    form = FormReader(request.form)
    until = form.day("until")
    if form.errors:
        raise InvalidInput(field="until", problem=N_("Write the day as 2026-11-24."))
    back = safe_return(request.form.get("back", ""), url_for("invitations.plan", plan=plan))
    base_url = application().settings.base_url
    with writing("invitation") as work:
        row = get_plan(work=work, ref=plan)
        require_state(row, PUBLISHED)
        parties = chosen_guests(work, row)
        if not parties:
            flash(gettext("Nobody is ticked: tick whom you want to invite."))
            return redirect(back, 303)
        by_mail = request.form.get("act") == "mail"
        reached = [party for party in parties if not by_mail or mail_address(party) is not None]
        campaign, deadline = campaign_of(work=work, plan=row), end_of(until) if until is not None else None
        invitations = [
            invite(work=work, campaign=campaign, party=party, purpose=PLAN, plan=row, answer_until=deadline)
            for party in reached
        ]
        return deliver(
            work, invitations, by_mail=by_mail, without=len(parties) - len(reached), base_url=base_url,
            back=(gettext("Invitations"), back),
        )  # fmt: skip


def chosen_guests(work: Work, plan: Plan) -> list[Party]:
    """The ticked ones, or everybody in the shown part of the list; at most MOST_AT_ONCE."""
    guests = guests_of(work=work, plan=plan)
    if request.form.get("all") == "yes":
        only, side = request.form.get("only", ""), request.form.get("side", "")
        parties = [guest.party for guest in guests if fits(guest, only, side)]
    else:
        ticked = set(request.form.getlist("guest"))
        parties = [guest.party for guest in guests if row_of(guest)["key"] in ticked]
    if len(parties) > MOST_AT_ONCE:
        problem = N_("These are %(count)s; at most %(most)s can be asked at once. Narrow the list first.")
        raise InvalidInput(field="guest", problem=problem, count=len(parties), most=MOST_AT_ONCE)
    return parties
