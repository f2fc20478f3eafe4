"""Contact data of a need: shown in full only as a recorded act; and a new tracking link for the enterprise."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from matchmaker.models import Need
from matchmaker.services.contact_disclosure import note_reveal
from matchmaker.services.need import issue_tracking_token
from matchmaker.services.scope import get_visible
from web.navigation import ORGANIZERS
from web.pages.console.needs.page import need_page
from web.session import application, require, writing


@require(*ORGANIZERS)
def reveal(ref: str) -> ResponseReturnValue:
    with writing("need") as work:
        need = get_visible(work=work, kind=Need, ref=ref)
        note_reveal(work=work, subject=need)
        return render_template("console/revealed.html", value=need.contact_mobile or "")


@require(*ORGANIZERS)
def link(ref: str) -> ResponseReturnValue:
    """The link is told once, in this answer; only its hash is kept."""
    with writing("need") as work:
        need = get_visible(work=work, kind=Need, ref=ref)
        token = issue_tracking_token(work=work, need=need)
        work.session.flush()
        return need_page(work, need, tracking_url=tracking_url(token))


def tracking_url(token: str) -> str:
    """The page of the enterprise, on the canonical host: what the request says of its host is not trusted."""
    return application().settings.base_url.rstrip("/") + url_for("tracking.show", token=token)
