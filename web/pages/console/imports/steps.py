"""What the steps of an import share: the file of this address and sender, messages in words, the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext

from matchmaker.errors import InvalidInput, MatchmakerError
from matchmaker.interchange.mapping.fields import load_kind
from matchmaker.interchange.messages import MESSAGES
from matchmaker.locale.render import render, render_error
from matchmaker.services.importing.parked import Parked, load_parked
from matchmaker.services.importing.run import refused_because
from matchmaker.services.importing.upload import KINDS, folder_of
from matchmaker.services.work import Work
from web.choices import Choice
from web.form_errors import locale
from web.i18n import language
from web.pages.console.rendering import render_page
from web.session import application, current_actor

LISTS = {
    "needs": "needs.index",
    "experts": "experts.index",
    "achievements": "achievements.index",
    "organizations": "organizations.index",
}


def parked_of(token: str) -> Parked:
    """The file that the address names, of this sender; NotFound for everybody else's."""
    return load_parked(folder=folder_of(application().settings), token=token, owner=current_actor().user_id)


def kinds() -> list[Choice]:
    return [
        ("needs", gettext("Technical needs")),
        ("experts", gettext("Experts and teams")),
        ("achievements", gettext("Achievements")),
        ("organizations", gettext("Organizations")),
    ]


def kind_or_needs(given: str) -> str:
    return given if given in KINDS else "needs"


def field_name(kind: str, field: str) -> str:
    """What a field is called; "" is the row as a whole."""
    fields = load_kind(kind).fields
    if field not in fields:
        return ""
    return fields[field].en if language() == "en" else fields[field].header


def message_words(message: Mapping[str, Any]) -> str:
    """A message {code, params} of a report; the error behind a refused row is said in the same language."""
    params = dict(message["params"])
    error = refused_because(params)
    if error is not None:
        params["problem"] = refusal_words(error)
    return render(MESSAGES[message["code"]], params, locale=locale())


def refusal_words(error: MatchmakerError) -> str:
    """The error, with the column's name before it where a field is meant; codes of fields say nothing to a reader."""
    if error.message != InvalidInput.message:
        return render_error(error, locale=locale())
    named = [name for kind in KINDS if (name := field_name(kind, str(error.params["field"])))]
    problem = render(str(error.params["problem"]), error.params, locale=locale())
    return render(error.message, {"field": named[0], "problem": problem}, locale=locale()) if named else problem


def step_page(work: Work, step: str, kind: str, *, token: str = "", **context: Any) -> str:
    return render_page(
        work, "console/import.html", step=step, kind=kind, kinds=kinds(), job=token, **({"file": None} | context)
    )


def list_address(kind: str) -> str:
    return url_for(LISTS[kind])
