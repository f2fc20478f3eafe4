"""An enterprise's own needs (我的需求): the list, and each need with what may be done with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput
from matchmaker.models import Need
from matchmaker.models.codes import NeedResult, Role
from matchmaker.services.need import (
    approve_public_version,
    close_need,
    confirm_intake,
    issue_tracking_token,
)
from matchmaker.services.need_list import NeedFilter, list_needs
from matchmaker.services.paging import PageRequest
from matchmaker.services.scope import get_visible
from matchmaker.services.work import Work
from web import need_edit
from web.form_errors import field_errors
from web.form_state import FormState
from web.listing import Listing
from web.need_page import file_rows, need_page
from web.session import current_actor, reading, require, writing
from web.uploads import send_attachment

blueprint = Blueprint("my_needs", __name__, url_prefix="/my/needs")
enterprise_only = require(Role.ENTERPRISE)


@blueprint.get("")
@enterprise_only
def index() -> ResponseReturnValue:
    cursor = request.args.get("after") or None
    with reading() as work:
        found = list_needs(work=work, where=NeedFilter(), page=PageRequest(cursor), count=True)
        listing = Listing(found.items, total=found.total, cursor=cursor, after=found.next_cursor)
        return render_template("needs/mine.html", listing=listing)


@blueprint.get("/<ref>")
@enterprise_only
def show(ref: str) -> ResponseReturnValue:
    with found(ref) as (need, work):
        return page(work, need)


@blueprint.get("/<ref>/edit")
@enterprise_only
def edit(ref: str) -> ResponseReturnValue:
    with found(ref) as (need, _):
        return need_edit.show(need, addresses(ref))


@blueprint.post("/<ref>/edit")
@enterprise_only
def change(ref: str) -> ResponseReturnValue:
    return need_edit.store(lambda: changing(ref), addresses(ref))


@blueprint.post("/<ref>/keep")
@enterprise_only
def keep(ref: str) -> ResponseReturnValue:
    return need_edit.keep(lambda: changing(ref))


@blueprint.post("/<ref>/submit")
@enterprise_only
def submit(ref: str) -> ResponseReturnValue:
    return need_edit.submit(lambda: changing(ref), addresses(ref), url_for("my_needs.show", ref=ref))


@blueprint.post("/<ref>/confirm")
@enterprise_only
def confirm(ref: str) -> ResponseReturnValue:
    with changing(ref) as (need, work):
        confirm_intake(work=work, need=need, how=gettext("%(name)s, in the portal", name=current_actor().name))
    flash(gettext("Thank you: the need is confirmed."))
    return redirect(url_for("my_needs.show", ref=ref), 303)


@blueprint.post("/<ref>/approve")
@enterprise_only
def approve(ref: str) -> ResponseReturnValue:
    title, text = request.form.get("public_title", ""), request.form.get("public_text", "")
    try:
        with changing(ref) as (need, work):
            approve_public_version(work=work, need=need, title=title, text=text)
    except InvalidInput as error:
        form = FormState({"public_title": title, "public_text": text}, field_errors(error))
        with found(ref) as (need, work):
            return page(work, need, form), 422
    flash(gettext("You approved the public version. It is shown once the organizers publish the need."))
    return redirect(url_for("my_needs.show", ref=ref), 303)


@blueprint.get("/<ref>/files/<file>")
@enterprise_only
def download(ref: str, file: str) -> ResponseReturnValue:
    with found(ref) as (need, _):
        return send_attachment(need, file)


@blueprint.post("/<ref>/files/<file>/remove")
@enterprise_only
def remove(ref: str, file: str) -> ResponseReturnValue:
    return need_edit.remove(lambda: changing(ref), addresses(ref), file)


@blueprint.post("/<ref>/withdraw")
@enterprise_only
def withdraw(ref: str) -> ResponseReturnValue:
    with changing(ref) as (need, work):
        close_need(work=work, need=need, result=NeedResult.WITHDRAWN)
    flash(gettext("The need is withdrawn."))
    return redirect(url_for("my_needs.show", ref=ref), 303)


@blueprint.post("/<ref>/share")
@enterprise_only
def share(ref: str) -> ResponseReturnValue:
    with changing(ref) as (need, work):
        token = issue_tracking_token(work=work, need=need)
    return redirect(url_for("tracking.posted", token=token), 303)


def page(work: Work, need: Need, form: FormState | None = None) -> str:
    crumbs = [(gettext("My needs"), url_for("my_needs.index"))]
    files = file_rows(need, "my_needs", ref=need.ref)
    context = need_page(work=work, need=need, files=files, links=addresses(need.ref), crumbs=crumbs, form=form)
    return render_template("needs/track.html", **context)


def addresses(ref: str) -> dict[str, str]:
    names = ("show", "edit", "keep", "submit", "confirm", "approve", "withdraw", "share")
    return {name: url_for(f"my_needs.{name}", ref=ref) for name in names}


@contextmanager
def found(ref: str) -> Iterator[tuple[Need, Work]]:
    """One of the enterprise's own needs; another's is not there."""
    with reading() as work:
        yield get_visible(work=work, kind=Need, ref=ref), work


@contextmanager
def changing(ref: str) -> Iterator[tuple[Need, Work]]:
    with writing("need") as work:
        yield get_visible(work=work, kind=Need, ref=ref), work
