"""The form in which an organizer corrects a need, for the enterprise or with it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import WrongState
from matchmaker.models import Need
from matchmaker.models.codes import NeedState
from matchmaker.services.classification import Code, codes_of
from matchmaker.services.need import edit_need
from matchmaker.services.need_entry import FIELDS_SCHEME, LISTS, TEXTS, Typed, read_need_entry
from matchmaker.services.scope import get_visible
from matchmaker.services.work import Work
from web.choices import choices
from web.form_errors import words_of
from web.form_state import FormState
from web.navigation import ORGANIZERS
from web.pages.console.needs.page import opened
from web.pages.console.rendering import render_page
from web.pages.console.versions import check_version
from web.session import require, writing

# Whose the need is and where it came from is not changed here.
ELSEWHERE = ("organization_name", "uscc", "county_code")
# An empty field leaves the contact as it is: it is masked, so that nobody can repeat it.
CONTACT = ("contact_name", "contact_mobile", "contact_email")


@require(*ORGANIZERS)
def form(ref: str) -> ResponseReturnValue:
    with opened(ref) as (work, need):
        if need.state is NeedState.CLOSED:
            raise WrongState(kind="need", state=need.state.value)
        return form_page(work, need, FormState(values_of(need)))


@require(*ORGANIZERS)
def save(ref: str) -> ResponseReturnValue:
    with writing("need") as work:
        need = get_visible(work=work, kind=Need, ref=ref)
        check_version(need, "need")
        entry = read_need_entry(work=work, typed=typed())
        if entry.errors:
            errors = {name: words_of(error) for name, error in entry.errors.items()}
            return form_page(work, need, FormState(entered(), errors)), 422
        others = tuple(Code(row.scheme, row.code, row.text) for row in need.classifications
                       if row.scheme != FIELDS_SCHEME)  # fmt: skip
        edit_need(work=work, need=need, values=entry.values, codes=(*others, *(entry.codes or ())))
    flash(gettext("The changes are kept."))
    return redirect(url_for("needs.show", ref=ref), 303)


def typed() -> Typed:
    """What stands in the form; contact fields count only where something was written."""
    texts = {name: request.form.get(name, "") for name in TEXTS if name not in ELSEWHERE}
    texts = {name: text for name, text in texts.items() if name not in CONTACT or text.strip()}
    return Typed(texts, {name: request.form.getlist(name) for name in LISTS})


def entered() -> dict[str, Any]:
    found = typed()
    return {**found.texts, **found.lists}


def values_of(need: Need) -> dict[str, Any]:
    """The need as it stands, for its form."""
    plain = ("title", "problem", "indicators", "goal", "background", "activity_kind", "cooperation_mode",
             "wanted_partners", "keywords", "wishes")  # fmt: skip
    funds = need.funds_text or (f"{need.funds_low or need.funds_high:f}" if need.funds_low or need.funds_high else "")
    return {
        **{name: getattr(need, name) for name in plain},
        "confidentiality": need.confidentiality.value,
        "funds_text": funds,
        "window_from": need.window_from.isoformat() if need.window_from else "",
        "window_to": need.window_to.isoformat() if need.window_to else "",
        "fields": codes_of(need, FIELDS_SCHEME),
    }


def form_page(work: Work, need: Need, form: FormState) -> str:
    return render_page(
        work,
        "console/need_form.html",
        need=need,
        form=form,
        fields=choices(FIELDS_SCHEME),
        modes=choices("cooperation_modes", "solving"),
        wishes=choices("cooperation_modes", "wish"),
        activity_kinds=choices("need_kinds"),
        confidentiality_levels=choices("confidentiality_levels"),
    )
