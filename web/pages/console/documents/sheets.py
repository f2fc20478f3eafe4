"""Day sheets to print: one a page for each party and day, of the round's published plans or of one plan."""

from __future__ import annotations

from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.errors import InvalidInput, NotFound
from matchmaker.locale import N_
from matchmaker.models import Plan
from matchmaker.services.documents.day_sheet import day_sheets
from matchmaker.services.documents.program import get_party, published_plans
from matchmaker.services.work import Work
from web.navigation import ORGANIZERS
from web.pages.console.documents.overview import arrangement_fields, papers_of
from web.pages.console.plans.index import round_of
from web.session import require, writing


@require(*ORGANIZERS)
def show() -> ResponseReturnValue:
    """Contacts of those who agreed stand on the sheets; that they were shown is an event, noted before they are.

    Sheets without contacts change nothing.
    """
    with writing("plan") as work:
        ref = request.args.get("plan", "")
        plans = [papers_of(work, ref)] if ref else plans_of_round(work)
        given = request.args.get("party", "")
        party = get_party(work=work, ref=given) if given else None
        sheets = day_sheets(work=work, plans=plans, party=party, on_date=given_day())
        return render_template(
            "console/documents/sheets.html",
            sheets=sheets,
            names=dict(arrangement_fields()),
            draft=any(plan.state == "draft" for plan in plans),
            back=url_for("documents.plan", ref=ref) if ref else url_for("documents.index"),
            printed_at=work.now(),
            printed_by=work.actor.name,
        )


def plans_of_round(work: Work) -> list[Plan]:
    campaign = round_of(work)
    if campaign is None:
        raise NotFound(kind="campaign", ref="-")
    return published_plans(work=work, campaign=campaign)


def given_day() -> date | None:
    given = request.args.get("day", "")
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise InvalidInput(field="day", problem=N_("Write the day as 2026-11-24.")) from None
