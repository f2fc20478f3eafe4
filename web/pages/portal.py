"""Posting a need (发布需求): the form of three entries, its hints and preview while somebody writes, drafts."""

from __future__ import annotations

from flask import Blueprint, current_app, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput, TooMany
from matchmaker.models import User
from matchmaker.models.codes import Role
from matchmaker.services.need_entry import NeedEntry, Typed, read_need_entry
from matchmaker.services.posting import Posted, admit_posting, own_organization, post_need, save_draft
from matchmaker.services.preview_kinds import preview_kinds
from web.form_errors import field_errors, words_of
from web.form_state import FormState
from web.navigation import ORGANIZERS
from web.need_form import advice_of, form_of, form_page, hints_in_words, preview_in_words, repeats_in_words, typed_need
from web.session import application, current_actor, origin, reading, require, works, writing
from web.uploads import keep_file, sent_file, upload_errors

blueprint = Blueprint("portal", __name__)
NEEDED = ("problem", "organization_name", "contact_mobile")
NEEDED_TO_KEEP = ("problem", "organization_name")


@blueprint.get("/post")
def new() -> ResponseReturnValue:
    if current_actor().role in ORGANIZERS and "intake.new" in current_app.view_functions:
        return redirect(url_for("intake.new"), 303)
    with reading() as work:
        own = own_organization(work)
        user = work.session.get(User, work.actor.user_id) if own is not None else None
        known = {"organization_name": own.name if own else "", "contact_mobile": (user and user.mobile) or ""}
        return form_page(FormState(known), own=own is not None)


@blueprint.post("/post")
def create() -> ResponseReturnValue:
    earlier = session.get("posted", {}).get(request.form.get("once", ""))
    if earlier is not None:  # the same form twice: a second press, or the page before and once more
        return redirect(url_for("tracking.posted", token=earlier), 303)
    typed, keeps = typed_need(), request.form.get("act") == "keep"
    entry, own = read_entry(typed, NEEDED_TO_KEEP if keeps else NEEDED)
    upload = sent_file()
    errors = {**entry.errors, **upload_errors(upload)}
    if errors:
        return refused(typed, {name: words_of(error) for name, error in errors.items()}, own)
    try:
        admit_posting(works=works(), actor=current_actor(), network=origin().network)
        with writing("need") as work:
            draft = request.form.get("draft", "")
            if keeps:
                posted = save_draft(work=work, entry=entry, draft=draft, with_link=not own)
            else:
                posted = post_need(work=work, entry=entry, draft=draft)
            keep_file(work, posted.need, upload)
    except InvalidInput as error:
        return refused(typed, field_errors(error), own)
    except TooMany as error:
        return refused(typed, {"form": words_of(error)}, own, 429)
    return redirect(after_posting(posted, keeps), 303)


@blueprint.post("/post/draft")
@require(Role.ENTERPRISE)
def draft() -> ResponseReturnValue:
    """Kept while somebody writes: what can be kept of it. Answers with the draft's reference, to go on with."""
    entry, _ = read_entry(typed_need(), ())
    if not (entry.values.get("problem") or entry.values.get("title")):
        return jsonify(draft=request.form.get("draft", ""))
    admit_posting(works=works(), actor=current_actor(), network=origin().network)
    with writing("need") as work:
        return jsonify(draft=save_draft(work=work, entry=entry, draft=request.form.get("draft", "")).need.ref)


@blueprint.post("/post/hints")
def hints() -> ResponseReturnValue:
    form = form_of(typed_loosely(), {})
    with reading() as work:
        repeats = repeats_in_words(work, form)
    return render_template("needs/hints.html", **(hints_in_words(advice_of(form)) | {"repeats": repeats}))


@blueprint.post("/post/preview")
def preview() -> ResponseReturnValue:
    form = form_of(typed_loosely(), {})
    texts = {name: form.value(name) for name in ("title", "problem", "indicators", "goal")}
    found = preview_kinds(works=works(), index=application().search, network=origin().network, **texts)
    return render_template("needs/preview.html", preview=preview_in_words(found))


@blueprint.route("/track", methods=["GET", "POST"])
def find() -> ResponseReturnValue:
    if request.method == "GET":
        return render_template("needs/find.html", form=FormState())
    link = request.form.get("link", "")
    token = link.strip().rstrip("/").rpartition("/")[2]
    if token.isalnum() and token.isascii():
        return redirect(url_for("tracking.show", token=token), 303)
    problem = gettext("This is no tracking link: paste the whole address that you were given.")
    return render_template("needs/find.html", form=FormState({"link": link}, {"link": problem})), 422


def read_entry(typed: Typed, required: tuple[str, ...]) -> tuple[NeedEntry, bool]:
    """What was entered, and whether the enterprise is known by its account (then its name is not asked)."""
    with reading() as work:
        own = own_organization(work) is not None
        wanted = [name for name in required if not (own and name == "organization_name")]
        return read_need_entry(work=work, typed=typed, required=wanted), own


def typed_loosely() -> Typed:
    """For hints and preview: forms of other pages (代填) have fields of their own."""
    return typed_need(frozenset(request.form))


def refused(typed: Typed, errors: dict[str, str], own: bool, status: int = 422) -> ResponseReturnValue:
    return form_page(form_of(typed, errors), own=own), status


def after_posting(posted: Posted, keeps: bool) -> str:
    """Where it goes on: the receipt, or the draft's own page."""
    if posted.token and not keeps:
        once = request.form.get("once", "")
        session["posted"] = {once: posted.token} if once else {}
        return url_for("tracking.posted", token=posted.token)
    if posted.token:
        return url_for("tracking.show", token=posted.token)
    return url_for("my_needs.show", ref=posted.need.ref)
