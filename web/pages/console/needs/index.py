"""The register of needs: filters, states with counts, order, pages."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.models.codes import Grade, NeedResult, NeedSource, NeedState
from matchmaker.services.need_entry import FIELDS_SCHEME
from matchmaker.services.need_list import SORTS, NeedFilter, count_by_state, sort_needs
from matchmaker.services.work import Work
from web.choices import choices, counties
from web.labels import label
from web.list_query import ListQuery, Offers, read_query
from web.navigation import READERS
from web.pages.console.rendering import render_page
from web.session import reading, require

FILTERS = ("state", "result", "county", "field", "intake", "grade", "due", "confirmed")
# Tabs, in the order of a need's life; drafts are nobody's business but their writer's.
TABS = (
    NeedState.SUBMITTED, NeedState.RETURNED, NeedState.VERIFIED, NeedState.PUBLISHED, NeedState.MATCHING,
    NeedState.IN_CONTACT, NeedState.CLOSED,
)  # fmt: skip


@require(*READERS)
def show_list() -> ResponseReturnValue:
    query = read_query(FILTERS, tuple(SORTS))
    offers = filter_offers()
    with reading() as work:
        where = need_filter(query)
        found = sort_needs(
            work=work, where=where, page=query.page, sort=query.sort, descending=query.descending, count=True
        )
        return render_page(
            work,
            "console/needs.html",
            listing=query.listing(found),
            tabs=tabs(work, query),
            counties=offers["county"][1],
            fields=offers["field"][1],
            intake_sources=offers["intake"][1],
            grades=offers["grade"][1],
            may_edit=work.actor.is_organizer,
            set=query.active({name: offer for name, offer in offers.items() if name != "state"}),
        )


def filter_offers() -> Offers:
    return {
        "state": (gettext("State"), choices("need_states")),
        "result": (gettext("How it ended"), choices("need_results")),
        "county": (gettext("County"), counties()),
        "field": (gettext("Field"), choices(FIELDS_SCHEME)),
        "intake": (gettext("Came by"), choices("intake_sources")),
        "grade": (gettext("Best suggestion"), choices("grades")),
        "due": (gettext("Answer"), [("today", gettext("due by today"))]),
        "confirmed": (gettext("Confirmed"), [("no", gettext("not yet"))]),
    }


def need_filter(query: ListQuery, *, any_state: bool = False) -> NeedFilter:
    """The filters as the service takes them; unknown codes are refused with the known ones."""
    state = None if any_state else query.code("state", NeedState)
    grade = query.code("grade", Grade)
    field = query.get("field")
    return NeedFilter(
        states=(state,) if state else (),
        result=query.code("result", NeedResult),
        county_code=query.get("county"),
        grade=grade.value if grade else None,
        scheme=FIELDS_SCHEME if field else None,
        code=field,
        words=query.get("q") or "",
        intake=query.code("intake", NeedSource),
        answer_due=query.get("due") == "today",
        unconfirmed=query.get("confirmed") == "no",
    )


def tabs(work: Work, query: ListQuery) -> list[tuple[str, str, int, bool]]:
    """The states with how many of the otherwise filtered needs are in each."""
    counts = count_by_state(work=work, where=need_filter(query, any_state=True))
    others: dict[str, Any] = {name: value for name, value in query.filters.items() if name != "state"}
    chosen = query.get("state")
    every = (gettext("All"), url_for("needs.index", **others), sum(counts.values()), chosen is None)
    return [
        every,
        *(
            (
                label(state, "need_states"),
                url_for("needs.index", state=state.value, **others),
                counts.get(state, 0),
                chosen == state,
            )
            for state in TABS
        ),
    ]
