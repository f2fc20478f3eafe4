"""Editing a stored need by its enterprise: the form filled, stored, and kept while somebody writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from flask import flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput, WrongState
from matchmaker.models import Need
from matchmaker.models.codes import NeedState
from matchmaker.services.need import submit_need
from matchmaker.services.need_entry import Typed, read_need_entry
from matchmaker.services.posting import change_need
from matchmaker.services.work import Work
from web.form_errors import field_errors, words_of
from web.form_state import FormState
from web.need_form import form_of, form_of_need, form_page, typed_need
from web.need_page import EDITABLE, SUBMITTABLE

Links = Mapping[str, str]
# Opens the need for writing, for whoever may.
Opens = Callable[[], AbstractContextManager[tuple[Need, Work]]]
NEEDED = ("problem", "contact_mobile")


def show(need: Need, links: Links, form: FormState | None = None) -> str:
    """The form of `need`; WrongState once it may not be changed by its enterprise any more."""
    if need.state not in EDITABLE:
        raise WrongState(kind="need", state=need.state.value)
    sends = need.state in SUBMITTABLE
    return form_page(
        form or form_of_need(need),
        own=True,
        need=need,
        action=links["edit"],
        autosave=links["keep"] if need.state is NeedState.DRAFT else "",
        draft="",
        may_keep=sends,
        sends=sends,
        crumbs=[(need.title, links["show"])],
    )


def store(opens: Opens, links: Links) -> ResponseReturnValue:
    """Take over what was typed and, where the need is not submitted yet and that is wished, submit it."""
    typed, keeps = typed_need(), request.form.get("act") == "keep"
    try:
        with opens() as (need, work):
            entry = read_need_entry(work=work, typed=typed, required=() if keeps else NEEDED)
            if entry.errors:
                errors = {name: words_of(error) for name, error in entry.errors.items()}
                return show(need, links, form_of(without_name(typed, need), errors)), 422
            change_need(work=work, need=need, entry=entry)
            if need.state in SUBMITTABLE and not keeps:
                submit_need(work=work, need=need)
                flash(gettext("Your need is with the science office now."))
            else:
                flash(gettext("The changes are kept."))
    except InvalidInput as error:
        with opens() as (need, work):
            return show(need, links, form_of(without_name(typed, need), field_errors(error))), 422
    return redirect(links["show"], 303)


def submit(opens: Opens, links: Links, then: str) -> ResponseReturnValue:
    """Submit what is stored; where an entry is missing that is needed, back to the form, which asks for it."""
    with opens() as (need, work):
        if not (need.problem and need.contact_mobile):
            flash(gettext("Before it can be posted: describe the problem and leave a mobile number."))
            return redirect(links["edit"], 303)
        submit_need(work=work, need=need)
    return redirect(then, 303)


def keep(opens: Opens) -> ResponseReturnValue:
    """Kept while somebody writes: what can be kept of it, as long as it is a draft."""
    with opens() as (need, work):
        if need.state is not NeedState.DRAFT:
            raise WrongState(kind="need", state=need.state.value)
        change_need(work=work, need=need, entry=read_need_entry(work=work, typed=typed_need()))
    return jsonify(draft="")


def without_name(typed: Typed, need: Need) -> Typed:
    """The enterprise of a stored need does not change with what is typed."""
    return Typed({**typed.texts, "organization_name": need.organization.name}, typed.lists)
