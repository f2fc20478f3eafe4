"""Entering a need for an enterprise (代填): the officer's form during the call, drafts, and the link to pass on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput
from matchmaker.models import Need
from matchmaker.models.codes import NeedSource, Role
from matchmaker.services.intake import (
    BY_LINK,
    CHANNELS,
    Intake,
    check_confirmation,
    enter_need,
    keep_intake,
    own_draft,
    own_drafts,
    similar_enterprises,
)
from matchmaker.services.need_entry import Typed, read_need_entry
from matchmaker.services.scope import get_visible
from matchmaker.services.work import Work
from web.choices import choices, places
from web.form_errors import field_errors, words_of
from web.form_state import FormState
from web.formats import day
from web.labels import label
from web.navigation import ORGANIZERS
from web.need_form import BESIDE, advice_of, form_of, form_of_need, hints_in_words, typed_need
from web.qr import qr_code
from web.session import application, current_actor, reading, require, writing

blueprint = Blueprint("intake", __name__, url_prefix="/console/intake")
organizers_only = require(*sorted(ORGANIZERS))
OWN_FIELDS = ("intake", "organization_ref", "confirm_by", "confirmed_how")
NEEDED = ("problem", "organization_name", "contact_mobile")
NEEDED_TO_KEEP = ("problem", "organization_name")


@blueprint.get("")
@organizers_only
def new() -> ResponseReturnValue:
    draft = request.args.get("draft", "")
    with reading() as work:
        form = FormState({"intake": NeedSource.PHONE.value, "confirm_by": BY_LINK, "county_code": own_county()})
        if draft:
            need = own_draft(work=work, ref=draft)
            kept = form_of_need(need).values
            form = FormState({**form.values, **kept, "intake": need.intake.value, "county_code": need.county_code})
        return page(work, form, draft)


@blueprint.post("")
@organizers_only
def create() -> ResponseReturnValue:
    typed, keeps = typed_intake(), request.form.get("act") == "keep"
    draft = request.form.get("draft", "")
    with reading() as work:
        intake, errors = read_intake(work, typed, NEEDED_TO_KEEP if keeps else NEEDED, confirms=not keeps)
        if errors:
            return page(work, form_again(typed, errors), draft), 422
    try:
        with writing("need") as work:
            if keeps:
                kept = keep_intake(work=work, intake=intake, draft=draft)
            else:
                posted = enter_need(work=work, intake=intake, draft=draft)
    except InvalidInput as error:
        with reading() as work:
            return page(work, form_again(typed, field_errors(error)), draft), 422
    if keeps:
        flash(gettext("The draft is kept."))
        return redirect(url_for("intake.new", draft=kept.ref), 303)
    session["entered"] = {posted.need.ref: posted.token}
    return redirect(url_for("intake.done", ref=posted.need.ref), 303)


@blueprint.post("/draft")
@organizers_only
def draft() -> ResponseReturnValue:
    """An existing draft, kept while the officer writes: what can be kept of it."""
    with writing("need") as work:
        intake, _ = read_intake(work, typed_intake(), (), confirms=False)
        need = own_draft(work=work, ref=request.form.get("draft", ""))
        return jsonify(draft=keep_intake(work=work, intake=intake, draft=need.ref).ref)


@blueprint.get("/organizations")
@organizers_only
def organizations() -> ResponseReturnValue:
    name = request.args.get("organization_name", "")
    with reading() as work:
        return render_template("console/intake_matches.html", matches=matches(work, name), form=FormState())


@blueprint.get("/<ref>/entered")
@organizers_only
def done(ref: str) -> ResponseReturnValue:
    token = session.get("entered", {}).get(ref, "")
    with reading() as work:
        need = get_visible(work=work, kind=Need, ref=ref)
        address = application().settings.base_url.rstrip("/") + url_for("tracking.show", token=token) if token else ""
        text = gettext(
            "Hello, we have written down your technical need “%(title)s”. Please read and confirm it: %(url)s "
            "You get an answer by %(day)s.",
            title=need.title,
            url=address,
            day=day(need.answer_due_on),
        )
        code = qr_code(address, gettext("QR code of the tracking link")) if token else ""
        return render_template("console/intake_done.html", need=need, tracking_url=address, qr=code, text=text)


def typed_intake() -> Typed:
    return typed_need(BESIDE | {*OWN_FIELDS})


def read_intake(
    work: Work, typed: Typed, required: tuple[str, ...], *, confirms: bool
) -> tuple[Intake, dict[str, str]]:
    """What was taken down, and in words what is wrong with it."""
    entry = read_need_entry(work=work, typed=typed, required=required)
    given = request.form.get("intake", "")
    known = given in [channel.value for channel in CHANNELS]
    intake = Intake(
        entry=entry,
        channel=NeedSource(given) if known else NeedSource.PHONE,
        organization=request.form.get("organization_ref", ""),
        confirm_by=request.form.get("confirm_by", ""),
        confirmed_how=request.form.get("confirmed_how", "").strip(),
    )
    errors = dict(entry.errors) | (check_confirmation(intake) if confirms else {})
    words = {name: words_of(error) for name, error in errors.items()}
    return intake, words if known else words | {"intake": gettext("Choose one of the entries of the list.")}


def form_again(typed: Typed, errors: Mapping[str, str]) -> FormState:
    form = form_of(typed, errors)
    return FormState({**form.values, **{name: request.form.get(name, "") for name in OWN_FIELDS}}, form.errors)


def page(work: Work, form: FormState, draft: str) -> str:
    context: dict[str, Any] = {
        "form": form,
        "draft": draft,
        "drafts": [need for need in own_drafts(work=work) if need.ref != draft],
        "intake_sources": [row for row in choices("intake_sources") if row[0] in list(CHANNELS)],
        "counties": own_places(),
        "fields": choices("fields_form12"),
        "matches": [] if draft else matches(work, form.value("organization_name")),
        **hints_in_words(advice_of(form)),
    }
    return render_template("console/intake.html", **context)


def matches(work: Work, name: str) -> list[dict[str, Any]]:
    found = similar_enterprises(work=work, name=name)
    return [
        {"ref": one.ref, "name": one.name, "uscc": one.uscc, "county": label(one.county_code, "divisions")}
        for one in found
    ]


def own_county() -> str:
    return current_actor().county_code or ""


def own_places() -> list[tuple[str, str]]:
    """A county officer's own county only; the city's officers choose."""
    if current_actor().role is Role.COUNTY:
        return [(own_county(), label(own_county(), "divisions"))]
    return places()
