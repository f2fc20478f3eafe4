"""The list of who is asked, with what was answered so far, by side and by county."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.models import Campaign
from matchmaker.models.codes import Role
from matchmaker.services.campaign import current_campaign
from matchmaker.services.party import ENTERPRISE, EXPERT, INSTITUTION
from matchmaker.services.willingness import UNKNOWN, WILLING
from matchmaker.services.willingness_list import NOT_ASKED, SIDES, WAITING, AskedFilter, list_asked
from matchmaker.services.willingness_shares import Share, Shares, willingness_shares
from matchmaker.services.work import Work
from web.choices import choices, counties
from web.labels import label
from web.list_query import ListQuery, Offers, read_query
from web.navigation import READERS
from web.pages.console.rendering import render_page
from web.session import reading, require

FILTERS = ("side", "county", "answer")


@require(*READERS)
def show_list() -> ResponseReturnValue:
    query = read_query(FILTERS)
    with reading() as work:
        campaign = round_of(work)
        if campaign is None:
            return render_page(work, "console/willingness.html", round=None)
        offers = filter_offers()
        found = list_asked(work=work, campaign=campaign, where=asked_filter(query), page=query.page, count=True)
        shares = willingness_shares(work=work, campaign=campaign)
        return render_page(
            work,
            "console/willingness.html",
            round=campaign,
            side=side_of_query(query),
            tabs=tabs(query, shares),
            listing=query.listing(found),
            share=shares.sides[side_of_query(query)],
            areas=[area_of(code, share) for code, share in shares.counties.items()],
            counties=offers["county"][1],
            answers=offers["answer"][1],
            set=query.active(offers),
            may_ask=work.actor.is_organizer and campaign.state != "closed",
            days_default="",
        )


def round_of(work: Work) -> Campaign | None:
    """The round that is worked on: a county's own while it runs one, else the city's."""
    own = work.actor.county_code if work.actor.role is Role.COUNTY else None
    county = current_campaign(work=work, county_code=own) if own is not None else None
    return county or current_campaign(work=work)


def side_of_query(query: ListQuery) -> str:
    side = query.get("side")
    return side if side in SIDES else ENTERPRISE


def asked_filter(query: ListQuery) -> AskedFilter:
    return AskedFilter(
        side=side_of_query(query),
        words=query.get("q") or "",
        answer=query.get("answer") or "",
        county_code=query.get("county") or "",
    )


def filter_offers() -> Offers:
    more = [
        (NOT_ASKED, gettext("not asked yet")),
        (WAITING, gettext("asked, no answer")),
        (UNKNOWN, gettext("no answer (unknown)")),
    ]
    return {
        "county": (gettext("County"), counties()),
        "answer": (gettext("Answer"), [*choices("willingness_answers"), *more]),
    }


def side_names() -> dict[str, str]:
    return {
        ENTERPRISE: gettext("Enterprises"),
        EXPERT: gettext("Experts and teams"),
        INSTITUTION: gettext("Universities and institutes"),
    }


def tabs(query: ListQuery, shares: Shares) -> list[tuple[str, str, int, bool]]:
    """The sides with how many are on the list of each."""
    chosen = side_of_query(query)
    return [
        (name, url_for("willingness.index", side=side), shares.sides[side].total, side == chosen)
        for side, name in side_names().items()
    ]


def area_of(code: str, share: Share) -> dict[str, Any]:
    """A county: how many of its enterprises answered, and how many of them are willing."""
    rate = share.answered / share.total if share.total else 0.0
    return {
        "name": label(code, "divisions") if code else gettext("no county"),
        "zone_of": "",
        "value": share.answered,
        "target": share.total,
        "tone": "met" if rate >= 1 else "nothing" if not share.answered else "behind" if rate < 0.5 else "",
        "note": gettext("%(count)s willing", count=share.answers.get(WILLING, 0)),
        "href": url_for("willingness.index", side=ENTERPRISE, county=code) if code else "",
    }
