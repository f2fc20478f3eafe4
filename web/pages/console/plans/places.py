"""Numbers of single counties, zones and chains: needs at least, visits at most, escorts a day."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from matchmaker.services.planning.rules import PLACES, rules_of, set_place_rules
from matchmaker.services.work import Work
from web.choices import choices, places
from web.form_reader import FormReader
from web.form_state import FormState
from web.navigation import ORGANIZERS
from web.pages.console.plans.asking import KIND, planned_round
from web.pages.console.rendering import render_page
from web.session import reading, require, writing

_l = lazy_gettext
MOST = 9_999
TITLES = {"districts": _l("Counties and zones"), "chains": _l("Industry chains")}
COLUMNS = {
    "needs": _l("Needs served, at least"),
    "visits": _l("Visits, at most (0: no limit)"),
    "escorts": _l("Escorts a day"),
}


@require(*ORGANIZERS)
def form() -> ResponseReturnValue:
    with reading() as work:
        campaign = planned_round(work)
        values = {
            f"{place}.{code}.{name}": str(value)
            for place in PLACES
            for code, own in (campaign.rules.get(place) or {}).items()
            for name, value in own.items()
        }
        return page(work, FormState(values))


@require(*ORGANIZERS)
def save() -> ResponseReturnValue:
    reader = FormReader(request.form)
    found = {
        place: {
            code: {name: reader.whole(f"{place}.{code}.{name}", 0, MOST) for name in PLACES[place]}
            for code, _ in codes_of(place)
        }
        for place in PLACES
    }
    if reader.errors:
        with reading() as work:
            return page(work, reader.state()), 422
    with writing("campaign") as work:
        campaign = planned_round(work)
        for place, values in found.items():
            set_place_rules(work=work, campaign=campaign, place=place, values=values)
    flash(gettext("The numbers are kept. They count from the next plan on."))
    return redirect(url_for("plans.new"), 303)


def codes_of(place: str) -> list[tuple[str, str]]:
    return places() if place == "districts" else choices("chains")


def page(work: Work, state: FormState) -> str:
    campaign = planned_round(work)
    rules = rules_of(campaign=campaign, kind=KIND)
    tables: list[dict[str, Any]] = [
        {
            "title": str(TITLES[place]),
            "columns": [(name, str(COLUMNS[name]), rules.whole(rule)) for name, rule in PLACES[place].items()],
            "rows": [{"name": title, "key": f"{place}.{code}"} for code, title in codes_of(place)],
        }
        for place in PLACES
    ]
    return render_page(work, "console/plans/places.html", round=campaign, form=state, tables=tables)
