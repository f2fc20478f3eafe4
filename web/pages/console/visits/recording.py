"""Record a visit that took place without a plan: find expert and enterprise, choose the needs, write down what came."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput, NotFound
from matchmaker.models import Campaign, Expert, Need, Organization
from matchmaker.models.codes import OrganizationKind
from matchmaker.services.campaign import get_campaign, list_campaigns
from matchmaker.services.name_lookup import experts_named, organizations_named
from matchmaker.services.scope import get_visible
from matchmaker.services.visit import NewVisit, needs_open_at, record_visit
from matchmaker.services.work import Work
from web.form_errors import field_errors, words_of
from web.form_reader import LONGEST_TEXT, FormReader
from web.form_state import FormState
from web.navigation import ORGANIZERS
from web.pages.console.rendering import render_page
from web.session import reading, require, writing

ENTERPRISES = (OrganizationKind.ENTERPRISE,)
LONGEST_WORDS = 120


@require(*ORGANIZERS)
def form() -> ResponseReturnValue:
    with reading() as work:
        return record_page(work, FormState())


@require(*ORGANIZERS)
def record() -> ResponseReturnValue:
    """Store it, and go on to its page: tasks, ratings and results are noted there."""
    reader = FormReader(request.form)
    day, text = reader.day("on_date"), reader.text("findings", LONGEST_TEXT)
    errors = dict(reader.errors)
    if day is None and "on_date" not in errors:
        errors["on_date"] = gettext("Please fill this in.")
    with writing("visit") as work:
        sides = {"round": Campaign, "expert": Expert, "enterprise": Organization}
        chosen = {name: _chosen(work, kind, request.form.get(name, "")) for name, kind in sides.items()}
        errors |= {name: gettext("Please choose one.") for name, row in chosen.items() if row is None}
        if not errors and day is not None:
            needs = tuple(get_visible(work=work, kind=Need, ref=ref) for ref in request.form.getlist("needs"))
            new = NewVisit(expert=chosen["expert"], enterprise=chosen["enterprise"], on_date=day, needs=needs,
                           findings=text)  # fmt: skip
            try:
                ref = record_visit(work=work, campaign=chosen["round"], new=new).ref
            except InvalidInput as error:
                errors |= field_errors(error) or {"on_date": words_of(error)}
        if errors:
            return record_page(work, reader.state(several=("needs",), more=errors)), 422
    flash(gettext("The visit is recorded. Note here what is to be done, how both sides saw it and what came of it."))
    return redirect(url_for("visits.show", ref=ref), 303)


def record_page(work: Work, state: FormState) -> str:
    """Both searches go along in the address, so that the form keeps whom it was about."""
    words = {name: request.args.get(name, "").strip()[:LONGEST_WORDS] for name in ("expert_words", "enterprise_words")}
    experts = experts_named(work=work, words=words["expert_words"]) if words["expert_words"] else []
    houses = _houses(work, words["enterprise_words"])
    needs = needs_open_at(work=work, organizations=houses)
    rounds = list_campaigns(work=work)
    return render_page(
        work,
        "console/visit_new.html",
        words=words,
        searched=all(words.values()),
        form=state,
        rounds=[(row.ref, row.name) for row in rounds],
        experts=experts,
        houses=houses,
        needs=[(house, [need for need in needs if need.organization_id == house.id]) for house in houses],
        today=work.today(),
    )


def _houses(work: Work, words: str) -> list[Organization]:
    return organizations_named(work=work, words=words, kinds=ENTERPRISES) if words else []


def _chosen(work: Work, kind: type[Any], ref: str) -> Any:
    """The record in the caller's scope; None where nothing, or nothing that is there, was chosen."""
    try:
        if kind is Campaign:
            return get_campaign(work=work, ref=ref) if ref else None
        return get_visible(work=work, kind=kind, ref=ref) if ref else None
    except NotFound:
        return None
