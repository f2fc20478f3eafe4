"""The reference lists that rows are read with, an operator's own laid over the shipped ones."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from matchmaker.interchange.values.places import Gazetteer, load_gazetteer
from matchmaker.reference import Scheme, load_scheme

# The lists in which a technical field is looked for, in this order.
FIELD_SCHEMES = ("fields_form12", "fields_hightech8")


class Lists:
    """Gives reference lists by name; each is loaded once, so that a whole file is read with the same lists."""

    def __init__(self, overrides: Path | None = None) -> None:
        self._overrides = overrides
        self._schemes: dict[str, Scheme] = {}

    def scheme(self, name: str) -> Scheme:
        """One list; raises `UnknownScheme`."""
        if name not in self._schemes:
            self._schemes[name] = load_scheme(name, self._overrides)
        return self._schemes[name]

    @cached_property
    def fields(self) -> tuple[Scheme, ...]:
        """The lists of technical fields."""
        return tuple(self.scheme(name) for name in FIELD_SCHEMES)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The names of counties and zones."""
        return load_gazetteer(self._overrides)
