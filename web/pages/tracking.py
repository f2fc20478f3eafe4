"""A need by its tracking link (专属链接): the receipt, where it stands, and what its enterprise may do with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput
from matchmaker.models import Need
from matchmaker.models.codes import NeedResult
from matchmaker.services.need import approve_public_version, close_need, confirm_intake
from matchmaker.services.posting import need_of_link
from matchmaker.services.work import Work
from web import need_edit
from web.form_errors import field_errors
from web.form_state import FormState
from web.need_form import advice_of, form_of_need, missing_in_words
from web.need_page import file_rows, need_page
from web.qr import qr_code
from web.session import application, reading, writing
from web.uploads import send_attachment

blueprint = Blueprint("tracking", __name__, url_prefix="/n/<token>")


@blueprint.get("")
def show(token: str) -> ResponseReturnValue:
    with found(token) as (need, work):
        return page(work, need, token)


@blueprint.get("/posted")
def posted(token: str) -> ResponseReturnValue:
    address = application().settings.base_url.rstrip("/") + url_for("tracking.show", token=token)
    with found(token) as (need, _):
        return render_template(
            "needs/posted.html",
            need=need,
            page_url=url_for("tracking.show", token=token),
            edit_url=url_for("tracking.edit", token=token),
            tracking_url=address,
            qr=qr_code(address, gettext("QR code of the tracking link")),
            missing=missing_in_words(advice_of(form_of_need(need))),
        )


@blueprint.get("/edit")
def edit(token: str) -> ResponseReturnValue:
    with found(token) as (need, _):
        return need_edit.show(need, addresses(token))


@blueprint.post("/edit")
def change(token: str) -> ResponseReturnValue:
    return need_edit.store(lambda: changing(token), addresses(token))


@blueprint.post("/keep")
def keep(token: str) -> ResponseReturnValue:
    return need_edit.keep(lambda: changing(token))


@blueprint.post("/submit")
def submit(token: str) -> ResponseReturnValue:
    return need_edit.submit(lambda: changing(token), addresses(token), url_for("tracking.posted", token=token))


@blueprint.post("/confirm")
def confirm(token: str) -> ResponseReturnValue:
    with changing(token) as (need, work):
        confirm_intake(work=work, need=need, how=gettext("By the tracking link"))
    flash(gettext("Thank you: the need is confirmed."))
    return redirect(url_for("tracking.show", token=token), 303)


@blueprint.post("/approve")
def approve(token: str) -> ResponseReturnValue:
    title, text = request.form.get("public_title", ""), request.form.get("public_text", "")
    try:
        with changing(token) as (need, work):
            approve_public_version(work=work, need=need, title=title, text=text)
    except InvalidInput as error:
        form = FormState({"public_title": title, "public_text": text}, field_errors(error))
        with found(token) as (need, work):
            return page(work, need, token, form), 422
    flash(gettext("You approved the public version. It is shown once the organizers publish the need."))
    return redirect(url_for("tracking.show", token=token), 303)


@blueprint.get("/files/<file>")
def download(token: str, file: str) -> ResponseReturnValue:
    with found(token) as (need, _):
        return send_attachment(need, file)


@blueprint.post("/files/<file>/remove")
def remove(token: str, file: str) -> ResponseReturnValue:
    return need_edit.remove(lambda: changing(token), addresses(token), file)


@blueprint.post("/withdraw")
def withdraw(token: str) -> ResponseReturnValue:
    with changing(token) as (need, work):
        close_need(work=work, need=need, result=NeedResult.WITHDRAWN)
    flash(gettext("The need is withdrawn."))
    return redirect(url_for("tracking.show", token=token), 303)


def page(work: Work, need: Need, token: str, form: FormState | None = None) -> str:
    crumbs = [(gettext("Start"), url_for("home.index"))]
    files = file_rows(need, "tracking", token=token)
    context = need_page(work=work, need=need, files=files, links=addresses(token), crumbs=crumbs, form=form)
    return render_template("needs/track.html", **context)


def addresses(token: str) -> dict[str, str]:
    names = ("show", "edit", "keep", "submit", "confirm", "approve", "withdraw")
    return {name: url_for(f"tracking.{name}", token=token) for name in names} | {"share": ""}


@contextmanager
def found(token: str) -> Iterator[tuple[Need, Work]]:
    """The need of the link for reading. Whoever holds the link acts as the enterprise, also when signed in."""
    with reading() as work:
        yield need_of_link(work=work, token=token)


@contextmanager
def changing(token: str) -> Iterator[tuple[Need, Work]]:
    with writing("need") as work:
        yield need_of_link(work=work, token=token)
