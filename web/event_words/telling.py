"""Events of the record of actions in words: what was done, on what kind of record, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext
from markupsafe import Markup

from matchmaker.models import Event
from matchmaker.reference.errors import UnknownCode
from matchmaker.services.event_names import NO_NAMES, EventNames, names_in
from matchmaker.services.work import Work
from web.event_words.actions import ACTIONS
from web.event_words.days import day_or_moment, day_ranges, plain_days
from web.event_words.fields import FIELDS, NAMES_OF_FIELDS, NOTHING, SCHEMES
from web.event_words.kinds import KINDS
from web.event_words.links import linked
from web.formats import SEPARATORS, listed
from web.i18n import language
from web.labels import label

LONGEST = 120
HIDDEN = "***"


def action_words(action: str) -> str:
    """What was done; of an act that this version does not know its code."""
    return str(ACTIONS.get(action, action))


def kind_words(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def changes_of(event: Event, names: EventNames = NO_NAMES) -> list[tuple[str, str, str]]:
    """(what, before, after) of everything the event holds of the record; `names` as `names_in` gives them."""
    fields = [
        name
        for name in {**event.after, **event.before}
        if (event.before.get(name) or event.after.get(name)) and event.after.get(name) != NOTHING.get(name, "")
    ]
    words = _Words(event.subject_kind, names, event.at)
    return [
        (str(FIELDS.get(name, name)), words.of(name, event.before.get(name)), words.of(name, event.after.get(name)))
        for name in fields
    ]


@dataclass(frozen=True)
class _Words:
    """Values of one event as a person reads them; `at` is when it was: days of its year go without the year."""

    kind: str
    names: EventNames
    at: datetime

    def of(self, field: str, value: Any) -> str:
        """Long texts are shortened, hidden ones stay hidden, records go by their names, days by day and month."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        if isinstance(value, list) and field in NAMES_OF_FIELDS:
            return listed(FIELDS.get(name, name) for name in value)
        if isinstance(value, list):
            return self._row(field, value)
        if isinstance(value, dict):
            return _joined(
                Markup("{} {}").format(FIELDS.get(key, key), self.of(key, part)) for key, part in value.items() if part
            )
        record = self.names.in_field(field, value)
        if record is not None:
            return linked(record)
        if isinstance(value, str) and (said := day_or_moment(value, self.at)):
            return said
        schemes = SCHEMES.get((self.kind, field)) or SCHEMES.get(("", field)) or ()
        return _short(str(value) if value == HIDDEN else _coded(str(value), schemes))

    def _row(self, field: str, values: list[Any]) -> str:
        days = plain_days(values)
        if days:
            return _short(day_ranges(days, self.at.year))
        parts = [self.of(field, value) for value in values]
        return _joined(parts) if any(isinstance(part, Markup) for part in parts) else _short(listed(parts))


def timeline(work: Work, events: Sequence[Event]) -> list[dict[str, Any]]:
    """Entries for the timeline macro, with the names that the reader may know."""
    names = names_in(work=work, events=events)
    return [
        {
            "at": event.at,
            "actor": actor_words(event),
            "text": action_words(event.action),
            "changes": changes_of(event, names),
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


def _joined(parts: Iterable[str]) -> Markup:
    """Parts in a row, never cut: a link that is cut is none."""
    return Markup(SEPARATORS[language()][False]).join(parts)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
