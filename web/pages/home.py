"""The landing page: what the campaign is, and the three boxes to post a need with."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.models import Campaign
from matchmaker.services.campaign import current_campaign
from matchmaker.services.collection import open_collection
from matchmaker.services.work import Work
from web.form_errors import locale
from web.form_state import FormState
from web.need_form import once_token
from web.session import reading

blueprint = Blueprint("home", __name__)
MOST_FIGURES = 4


@blueprint.get("/")
def index() -> ResponseReturnValue:
    with reading() as work:
        campaign = current_campaign(work=work)
        collection = open_collection(work=work, campaign=campaign) if campaign is not None else None
        return render_template(
            "home.html",
            campaign=campaign,
            round=collection,
            form=FormState(),
            once=once_token(),
            figures=announced(work, campaign) if campaign is not None else [],
        )


def announced(work: Work, campaign: Campaign) -> list[dict[str, Any]]:
    """Last year's figures as the organizers announced them with the round's targets: nothing is counted for strangers,
    whose sums would tell of needs that are confidential (S4)."""
    indicators = work.schemes("indicators")
    told = [row for row in campaign.targets if row.get("last_year") is not None and row["code"] in indicators]
    return [
        {
            "name": indicators.get(row["code"]).label(locale()),
            "value": Decimal(str(row["last_year"])),
            "unit": gettext("10,000 yuan") if indicators.get(row["code"]).group == "wan" else "",
        }
        for row in told[:MOST_FIGURES]
    ]
