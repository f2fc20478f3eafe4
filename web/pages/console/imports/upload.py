"""The first step: choose what is in the file, and send it. Templates to download."""

from __future__ import annotations

from flask import abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import MatchmakerError
from matchmaker.interchange.errors import FileRefused
from matchmaker.services.importing.parked import Parked, drop_parked, park_file
from matchmaker.services.importing.upload import KINDS, folder_of, look_at_parked, template_of
from web.downloads import download_of
from web.form_errors import words_of
from web.form_state import FormState
from web.navigation import ORGANIZERS
from web.pages.console.imports.steps import kind_or_needs, kinds, parked_of, step_page
from web.session import application, current_actor, reading, require

LONGEST_NAME = 120


@require(*ORGANIZERS)
def start() -> ResponseReturnValue:
    return page(FormState({"kind": kind_or_needs(request.args.get("kind", ""))}))


@require(*ORGANIZERS)
def receive() -> ResponseReturnValue:
    """Keep the file and look at it; one that cannot be read is told and not kept."""
    kind = request.form.get("kind", "")
    sent = request.files.get("workbook")
    if kind not in KINDS:
        return refused(kind, gettext("Say what is in the file."))
    if sent is None or not sent.filename:
        return refused(kind, gettext("Choose a file."))
    settings, owner = application().settings, current_actor().user_id
    assert owner is not None  # organizers are users
    parked = Parked(token=application().entropy(32).hex(), owner=owner, kind=kind, filename=plain_name(sent.filename))
    parked = park_file(folder=folder_of(settings), parked=parked, content=sent.read(), now=application().clock())
    try:
        look_at_parked(settings=settings, parked=parked)
    except FileRefused as error:
        drop_parked(folder=folder_of(settings), parked=parked)
        return refused(kind, words_of(error))
    except MatchmakerError:
        drop_parked(folder=folder_of(settings), parked=parked)
        raise
    return redirect(url_for("imports.columns", job=parked.token), 303)


def plain_name(name: str) -> str:
    """The last part of the name, as it is shown and logged; never used as a path."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable())[-LONGEST_NAME:] or "file"


def refused(kind: str, words: str) -> ResponseReturnValue:
    return page(FormState({"kind": kind_or_needs(kind)}, {"workbook": words})), 422


def page(form: FormState) -> str:
    templates = [
        (gettext("Template: %(kind)s", kind=label), url_for("imports.template", kind=code)) for code, label in kinds()
    ]
    limit = current_app.config["MAX_CONTENT_LENGTH"]
    with reading() as work:
        return step_page(work, "upload", form.value("kind"), form=form, templates=templates, limit=limit)


@require(*ORGANIZERS)
def template(kind: str) -> ResponseReturnValue:
    if kind not in KINDS:
        abort(404)
    name, content = template_of(settings=application().settings, kind=kind)
    return download_of(content, name)


@require(*ORGANIZERS)
def drop(job: str) -> ResponseReturnValue:
    """Give up: the file is removed at once."""
    parked = parked_of(job)
    drop_parked(folder=folder_of(application().settings), parked=parked)
    return redirect(url_for("imports.start", kind=parked.kind), 303)
