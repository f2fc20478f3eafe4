"""The reference lists that rows are read with, an operator's own laid over the shipped ones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from matchmaker.interchange.values.places import Gazetteer, load_gazetteer
from matchmaker.reference import Scheme, load_scheme

# The lists in which a technical field is looked for, in this order.
FIELD_SCHEMES = ("fields_form12", "fields_hightech8")


@dataclass(frozen=True, slots=True)
class Lists:
    """Gives reference lists by name."""

    overrides: Path | None = None

    def scheme(self, name: str) -> Scheme:
        """One list; raises `UnknownScheme`."""
        return load_scheme(name, self.overrides)

    @property
    def fields(self) -> tuple[Scheme, ...]:
        """The lists of technical fields."""
        return tuple(self.scheme(name) for name in FIELD_SCHEMES)

    @property
    def gazetteer(self) -> Gazetteer:
        """The names of counties and zones."""
        return load_gazetteer(self.overrides)
