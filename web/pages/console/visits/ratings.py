"""Ratings of a visit: asked for by personal link, or taken down by an officer."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.services.feedback import SIDES, give_feedback
from matchmaker.services.invitations.sending import mail_address
from matchmaker.services.party import party_of
from matchmaker.services.planning.access import get_visit
from matchmaker.services.rating import ask_rating
from web.form_reader import FormReader
from web.navigation import ORGANIZERS
from web.pages.console.hand_outs import deliver
from web.pages.console.visits.acts import noted
from web.session import application, require, writing


@require(*ORGANIZERS)
def record(ref: str) -> ResponseReturnValue:
    """What one side said of the visit, as an officer heard it."""
    form = FormReader(request.form)
    side = form.code("side", SIDES, required=True) or ""
    stars, text = form.whole("rating", 1, 5), form.text("rating_text", 2000)
    return noted(
        ref,
        "rating",
        form,
        lambda work, visit: give_feedback(work=work, subject=visit, side=side, rating=stars or 0, text=text),
        gettext("The rating is recorded."),
    )


@require(*ORGANIZERS)
def ask(ref: str) -> ResponseReturnValue:
    """Ask one side, or both, by a text with a link or by mail."""
    form = FormReader(request.form)
    sides = form.codes("side", SIDES) or list(SIDES)
    back, base_url = url_for("visits.show", ref=ref), application().settings.base_url
    with writing("invitation") as work:
        visit = get_visit(work=work, ref=ref)
        invitations = [ask_rating(work=work, visit=visit, side=side) for side in sides]
        by_mail = request.form.get("act") == "mail"
        reached = [one for one in invitations if not by_mail or mail_address(party_of(work=work, row=one)) is not None]
        return deliver(
            work, reached, by_mail=by_mail, without=len(invitations) - len(reached), base_url=base_url,
            back=(gettext("Visit"), back),
        )  # fmt: skip
