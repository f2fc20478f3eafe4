"""Events of the record of actions in words: what was done, on what kind of record, what changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from matchmaker.models import Event
from matchmaker.reference.errors import UnknownCode
from web.event_words.actions import ACTIONS
from web.event_words.fields import FIELDS, NAMES_OF_FIELDS, NOTHING, SCHEMES
from web.event_words.kinds import KINDS
from web.formats import listed
from web.labels import label

LONGEST = 120
HIDDEN = "***"


def action_words(action: str) -> str:
    """What was done; of an act that this version does not know its code."""
    return str(ACTIONS.get(action, action))


def kind_words(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def changes_of(event: Event) -> list[tuple[str, str, str]]:
    """(what, before, after) of everything the event holds of the record."""
    names = [
        name
        for name in {**event.after, **event.before}
        if (event.before.get(name) or event.after.get(name)) and event.after.get(name) != NOTHING.get(name, "")
    ]
    return [
        (
            str(FIELDS.get(name, name)),
            value_words(event.subject_kind, name, event.before.get(name)),
            value_words(event.subject_kind, name, event.after.get(name)),
        )
        for name in names
    ]


def value_words(kind: str, field: str, value: Any) -> str:
    """A value of the log as a person reads it; long texts are shortened, hidden ones stay hidden."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list) and field in NAMES_OF_FIELDS:
        return listed(FIELDS.get(name, name) for name in value)
    if isinstance(value, list):
        return _short(listed(value_words(kind, field, item) for item in value))
    if isinstance(value, dict):
        return _short(listed(f"{FIELDS.get(key, key)} {part}" for key, part in value.items() if part))
    schemes = SCHEMES.get((kind, field)) or SCHEMES.get(("", field)) or ()
    return _short(str(value) if value == HIDDEN else _coded(str(value), schemes))


def timeline(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Entries for the timeline macro."""
    return [
        {
            "at": event.at,
            "actor": actor_words(event),
            "text": action_words(event.action),
            "changes": changes_of(event),
            "why": event.why,
        }
        for event in events
    ]


def actor_words(event: Event) -> str:
    """Who acted: the name of a person or program, or what stands for it."""
    if event.actor_kind == "link":
        return {
            "expert link": gettext("Expert (personal link)"),
            "institution link": gettext("Institution (personal link)"),
        }.get(event.actor_name, gettext("Enterprise (personal link)"))
    words = {"system": gettext("The service itself"), "anonymous": gettext("Somebody without an account")}
    return words.get(event.actor_kind, event.actor_name)


def _coded(code: str, schemes: tuple[str, ...]) -> str:
    for scheme in schemes:
        try:
            word = label(code, scheme)
        except UnknownCode:  # of another list, or the list has changed since
            continue
        if word != code:  # a served page shows a code that its list does not know as it is
            return word
    return code


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
