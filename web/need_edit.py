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
from matchmaker.services.attachment import detach
from matchmaker.services.need import submit_need
from matchmaker.services.need_entry import Typed, read_need_entry
from matchmaker.services.posting import change_need
from matchmaker.services.work import Work
from web.form_errors import field_errors
from web.form_state import FormState
from web.need_form import form_of, form_of_need, form_page, typed_need
from web.need_page import EDITABLE, SUBMITTABLE
from web.uploads import keep_file, sent_file, upload_errors

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
    typed, upload, keeps = typed_need(), sent_file(), request.form.get("act") == "keep"
    try:
        with opens() as (need, work):
            entry = read_need_entry(work=work, typed=typed, required=() if keeps else NEEDED)
            errors = {**entry.errors, **upload_errors(upload)}
            if errors:
                return show(need, links, form_of(without_name(typed, need), errors)), 422
            if overtaken(need):
                changed = gettext("The need was changed in the meantime. Look over your entries and send them again.")
                return show(need, links, form_of(without_name(typed, need), {"form": changed})), 409
            change_need(work=work, need=need, entry=entry)
            keep_file(work, need, upload)
            if need.state in SUBMITTABLE and not keeps:
                submit_need(work=work, need=need)
                flash(gettext("Your need is with the science office now."))
            else:
                flash(gettext("The changes are kept."))
    except InvalidInput as error:
        with opens() as (need, work):
            return show(need, links, form_of(without_name(typed, need), field_errors(error))), 422
    return redirect(links["show"], 303)


def overtaken(need: Need) -> bool:
    """Whether somebody changed the need since the form was shown. A draft has one writer, and is kept all the time."""
    return need.state is not NeedState.DRAFT and request.form.get("version", "") != str(need.version)


def submit(opens: Opens, links: Links, then: str) -> ResponseReturnValue:
    """Submit what is stored; where an entry is missing that is needed, back to the form, which asks for it."""
    with opens() as (need, work):
        if not (need.problem and need.contact_mobile):
            flash(gettext("Before it can be posted: describe the problem and leave a mobile number."))
            return redirect(links["edit"], 303)
        submit_need(work=work, need=need)
    if then == links["show"]:  # the receipt says it itself
        flash(gettext("Your need is with the science office now."))
    return redirect(then, 303)


def keep(opens: Opens) -> ResponseReturnValue:
    """Kept while somebody writes: what can be kept of it, as long as it is a draft."""
    with opens() as (need, work):
        if need.state is not NeedState.DRAFT:
            raise WrongState(kind="need", state=need.state.value)
        change_need(work=work, need=need, entry=read_need_entry(work=work, typed=typed_need()))
    return jsonify(draft="")


def remove(opens: Opens, links: Links, file: str) -> ResponseReturnValue:
    """Take a file off a need that its enterprise may still change."""
    with opens() as (need, work):
        if need.state not in EDITABLE:
            raise WrongState(kind="need", state=need.state.value)
        detach(work=work, need=need, ref=file)
    flash(gettext("The file is taken away."))
    return redirect(links["show"], 303)


def without_name(typed: Typed, need: Need) -> Typed:
    """The enterprise of a stored need does not change with what is typed."""
    return Typed({**typed.texts, "organization_name": need.organization.name}, typed.lists)
