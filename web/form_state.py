"""A form between two showings: what was entered, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Entered = str | Sequence[str] | bool | int | float | None


@dataclass(frozen=True)
class FormState:
    """`values`: field -> what was entered (several for a list). `errors`: field -> what to correct, in words."""

    values: Mapping[str, Entered] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """The text to show in a field; nothing for a field that was not filled in."""
        entered = self.values.get(name)
        if entered is None or entered is False:
            return ""
        return entered if isinstance(entered, str) else str(entered)

    def has(self, name: str, code: object) -> bool:
        """Whether this choice was made."""
        entered = self.values.get(name)
        if isinstance(entered, str) or not isinstance(entered, Sequence):
            return entered is not None and str(entered) == str(code)
        return str(code) in {str(one) for one in entered}

    def pairs(self, name: str) -> list[tuple[str, str]]:
        """What was entered in a list of free words, as choices that mean themselves."""
        entered = self.values.get(name)
        words = [entered] if isinstance(entered, str) else entered if isinstance(entered, Sequence) else []
        return [(word, word) for word in words if word]

    def wrong(self, names: Sequence[str]) -> bool:
        """Whether one of these fields is to be corrected: a closed part of the form then opens."""
        return any(name in self.errors for name in names)

    def error(self, name: str) -> str:
        return self.errors.get(name, "")
