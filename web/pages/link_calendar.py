"""The calendar of whoever holds a personal link: their own appointments, for their own program. Only reads."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from matchmaker.services.documents.calendar import own_calendar
from matchmaker.services.invitations.errors import LinkUnknown
from web.downloads import download_of
from web.pages.answer import found

blueprint = Blueprint("link_calendar", __name__, url_prefix="/a/<token>")


@blueprint.get("/calendar.ics")
def show(token: str) -> ResponseReturnValue:
    """What the plan of the invitation holds for the party; nobody is named in it who may not be named yet."""
    with found(token) as opened:
        if opened.plan is None:
            raise LinkUnknown
        content = own_calendar(work=opened.work, plan=opened.plan, party=opened.party)
        return download_of(content, f"{opened.party.name}.ics")
