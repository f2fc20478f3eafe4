"""The list of visits: those to come, those to be recorded, those that took place."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.services.campaign import list_campaigns
from matchmaker.services.visit_list import COMING, UNRECORDED, VisitFilter, count_visits, list_visits
from matchmaker.services.work import Work
from web.choices import counties
from web.labels import label
from web.list_query import ListQuery, read_query
from web.navigation import READERS
from web.pages.console.rendering import render_page
from web.session import reading, require

FILTERS = ("state", "county", "round")
STATES = (COMING, UNRECORDED, "done", "cancelled")


@require(*READERS)
def show_list() -> ResponseReturnValue:
    query = read_query(FILTERS)
    with reading() as work:
        rounds = [(row.ref, row.name) for row in list_campaigns(work=work)]
        where = visit_filter(work, query)
        found = list_visits(work=work, where=where, page=query.page, count=True)
        offers = {"county": (gettext("County"), counties()), "round": (gettext("Round"), rounds)}
        return render_page(
            work,
            "console/visits.html",
            listing=query.listing(found),
            tabs=tabs(work, query),
            counties=offers["county"][1],
            rounds=rounds,
            set=query.active(offers),
            today=work.today(),
            may_record=work.actor.is_organizer,
        )


def visit_filter(work: Work, query: ListQuery, state: str | None = None) -> VisitFilter:
    """The filters as the service takes them; a round that is not there finds nothing."""
    chosen = query.get("round")
    rounds = {row.ref: row.id for row in list_campaigns(work=work)} if chosen else {}
    given = query.get("state") if state is None else state
    return VisitFilter(
        state=given if given in STATES else "",
        county_code=query.get("county") or "",
        campaign_id=rounds.get(chosen, -1) if chosen else None,
        words=query.get("q") or "",
    )


def tabs(work: Work, query: ListQuery) -> list[tuple[str, str, int, bool]]:
    names = {
        "": gettext("All"),
        COMING: gettext("To come"),
        UNRECORDED: gettext("To be recorded"),
        "done": label("done", "visit_states"),
        "cancelled": label("cancelled", "visit_states"),
    }
    others = {name: value for name, value in query.filters.items() if name != "state"}
    chosen = query.get("state") or ""
    return [
        (
            text,
            url_for("visits.index", state=code or None, **others),
            count_visits(work=work, where=visit_filter(work, query, code)),
            chosen == code,
        )
        for code, text in names.items()
    ]
