"""Asking: texts with fresh links for the ticked parties, or mails to them; who was asked before gets a reminder."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput, NotFound
from matchmaker.locale import N_
from matchmaker.services.invitations.sending import mail_address
from matchmaker.services.party import Party
from matchmaker.services.scope import get_visible
from matchmaker.services.willingness_asking import ask_willingness
from matchmaker.services.willingness_list import all_asked, table_of
from matchmaker.services.work import Work
from web.form_reader import FormReader
from web.links import safe_return
from web.list_query import ListQuery
from web.navigation import ORGANIZERS
from web.pages.console.hand_outs import deliver
from web.pages.console.willingness.index import asked_filter, round_of
from web.session import application, require, writing

MOST_AT_ONCE = 200


@require(*ORGANIZERS)
def ask() -> ResponseReturnValue:
    form = FormReader(request.form)
    side, until = request.form.get("side", ""), form.day("until")
    if form.errors:
        raise InvalidInput(field="until", problem=N_("Write the day as 2026-11-24."))
    back = safe_return(request.form.get("back", ""), url_for("willingness.index", side=side))
    base_url = application().settings.base_url
    with writing("invitation") as work:
        campaign = round_of(work)
        if campaign is None:
            raise NotFound(kind="campaign", ref="-")
        parties = chosen_parties(work, side)
        if not parties:
            flash(gettext("Nobody is ticked: tick whom you want to ask."))
            return redirect(back, 303)
        by_mail = request.form.get("act") == "mail"
        reached = [party for party in parties if not by_mail or mail_address(party) is not None]
        invitations = [ask_willingness(work=work, campaign=campaign, party=party, until=until) for party in reached]
        return deliver(
            work, invitations, by_mail=by_mail, without=len(parties) - len(reached), base_url=base_url,
            back=(gettext("Willingness"), back),
        )  # fmt: skip


def chosen_parties(work: Work, side: str) -> list[Party]:
    """The ticked ones, or everybody on the filtered list; at most MOST_AT_ONCE."""
    kind = table_of(side)
    refs = list(dict.fromkeys(request.form.getlist("party")))
    if request.form.get("all") == "yes":
        campaign = round_of(work)
        given = {name: request.form.get(name, "").strip() for name in ("side", "q", "county", "answer")}
        where = asked_filter(ListQuery({k: v for k, v in given.items() if v}, None, "", True))
        parties = [one.party for one in all_asked(work=work, campaign=campaign, where=where)] if campaign else []
    else:
        parties = [get_visible(work=work, kind=kind, ref=ref) for ref in refs]
    if len(parties) > MOST_AT_ONCE:
        problem = N_("These are %(count)s; at most %(most)s can be asked at once. Narrow the list first.")
        raise InvalidInput(field="party", problem=problem, count=len(parties), most=MOST_AT_ONCE)
    return parties
