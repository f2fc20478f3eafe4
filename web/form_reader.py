"""What was typed into a form, read field by field into values; everything that is wrong is told at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from web.form_state import FormState

LONGEST_TEXT = 20_000


@dataclass
class FormReader:
    """Reads `form`; `errors` grows with every field that is not right, whose value is then None or empty."""

    form: MultiDict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, most: int, *, required: bool = False) -> str:
        """A text without the space around it."""
        given = self.form.get(name, "").strip()
        if required and not given:
            self.errors[name] = gettext("Please fill this in.")
        if len(given) > most:
            self.errors[name] = gettext("At most %(most)s characters fit.", most=most)
        if "\x00" in given:
            self.errors[name] = gettext("This holds a character that cannot be stored.")
        return "" if name in self.errors else given

    def optional(self, name: str, most: int) -> str | None:
        return self.text(name, most) or None

    def lines(self, name: str, most: int = 50) -> list[str]:
        """One entry a line, blank ones left out."""
        entries = [line.strip() for line in self.text(name, LONGEST_TEXT).splitlines() if line.strip()]
        if len(entries) > most:
            self.errors[name] = gettext("At most %(most)s lines fit.", most=most)
        return entries

    def words(self, name: str, most: int = 20, longest: int = 60) -> list[str]:
        """Several entries of the same field."""
        given = list(dict.fromkeys(word.strip() for word in self.form.getlist(name) if word.strip()))
        if len(given) > most or any(len(word) > longest or "\x00" in word for word in given):
            self.errors[name] = gettext(
                "At most %(most)s entries of %(longest)s characters fit.", most=most, longest=longest
            )
        return given

    def whole(self, name: str, low: int, high: int) -> int | None:
        """A whole number, or None where nothing was written."""
        given = self.form.get(name, "").strip()
        if not given:
            return None
        if not given.isascii() or not given.isdigit() or len(given) > 9 or not low <= int(given) <= high:
            self.errors[name] = gettext("Write a whole number from %(low)s to %(high)s.", low=low, high=high)
            return None
        return int(given)

    def days(self, name: str) -> list[str]:
        """ISO dates, a line each."""
        found = self.lines(name, most=200)
        try:
            return sorted({date.fromisoformat(line).isoformat() for line in found})
        except ValueError:
            self.errors[name] = gettext("Write each day as 2026-11-24, a line each.")
            return []

    def day(self, name: str) -> date | None:
        given = self.form.get(name, "").strip()
        try:
            return date.fromisoformat(given) if given else None
        except ValueError:
            self.errors[name] = gettext("Write the day as 2026-11-24.")
            return None

    def code(self, name: str, known: Collection[str], *, required: bool = False) -> str | None:
        """One of the codes that were offered."""
        given = self.form.get(name, "").strip()
        if given not in known and (given or required):
            self.errors[name] = gettext("Choose one of the entries of the list.")
            return None
        return given or None

    def codes(self, name: str, known: Collection[str]) -> list[str]:
        given = list(dict.fromkeys(self.form.getlist(name)))
        if not set(given) <= set(known):
            self.errors[name] = gettext("Choose among the entries of the list.")
            return []
        return given

    def state(self, several: Collection[str] = (), more: Mapping[str, str] | None = None) -> FormState:
        """For showing the form again; `several` are the fields with more than one entry, `more` further errors."""
        values: dict[str, Any] = {
            name: self.form.getlist(name) if name in several else self.form.get(name, "") for name in self.form
        }
        return FormState(values, {**self.errors, **(more or {})})
