"""Say what is arranged: for all of a plan, or for one visit or trip of it."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import NotFound
from matchmaker.models import Plan, Trip, Visit
from matchmaker.services.documents.arrangements import ARRANGEMENTS, LONGEST, set_arrangements
from matchmaker.services.documents.program import Item, program_of
from matchmaker.services.planning.access import campaign_of, require_planner
from matchmaker.services.work import Work
from web.form_reader import FormReader
from web.form_state import FormState
from web.navigation import ORGANIZERS
from web.pages.console.documents.overview import arrangement_fields, item_line, papers_of, plan_page
from web.pages.console.plans.shown import plan_card
from web.pages.console.rendering import render_page
from web.session import reading, require, writing


@require(*ORGANIZERS)
def save(ref: str) -> ResponseReturnValue:
    reader = FormReader(request.form)
    values = {name: reader.text(name, LONGEST) for name in ARRANGEMENTS}
    if reader.errors:
        with reading() as work:
            return plan_page(work, papers_of(work, ref), reader.state()), 422
    with writing("plan") as work:
        set_arrangements(work=work, plan=papers_of(work, ref), values=values)
    flash(gettext("Saved. It stands on every sheet from now on."))
    return redirect(url_for("documents.plan", ref=ref), 303)


@require(*ORGANIZERS)
def show_item(ref: str, item: str) -> ResponseReturnValue:
    with reading() as work:
        plan = papers_of(work, ref)
        require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="plan.arrange")
        found, row = item_of(work, plan, item)
        return item_page(work, plan, found, FormState({**row.arrangements}))


@require(*ORGANIZERS)
def save_item(ref: str, item: str) -> ResponseReturnValue:
    reader = FormReader(request.form)
    values = {name: reader.text(name, LONGEST) for name in ARRANGEMENTS}
    if reader.errors:
        with reading() as work:
            plan = papers_of(work, ref)
            return item_page(work, plan, item_of(work, plan, item)[0], reader.state()), 422
    with writing("plan") as work:
        plan = papers_of(work, ref)
        set_arrangements(work=work, plan=plan, of=item_of(work, plan, item)[1], values=values)
    flash(gettext("Saved. It stands on every sheet from now on."))
    return redirect(url_for("documents.plan", ref=ref), 303)


def item_of(work: Work, plan: Plan, ref: str) -> tuple[Item, Visit | Trip]:
    """A visit or trip of the plan that stands."""
    for item in program_of(work=work, plans=[plan]):
        row = item.engagement.row
        if item.engagement.ref == ref and isinstance(row, Visit | Trip):
            return item, row
    raise NotFound(kind="visit", ref=ref)


def item_page(work: Work, plan: Plan, item: Item, form: FormState) -> str:
    return render_page(
        work,
        "console/documents/item.html",
        plan=plan_card(plan),
        item=item_line(item),
        fields=arrangement_fields(),
        of_plan=plan.arrangements,
        form=form,
    )
