"""The fields of each kind of table: their Chinese headers, other names, and what a template says of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from matchmaker.interchange.errors import KindUnknown

DATA = Path(__file__).parent / "data"
KINDS = ("needs", "experts", "achievements", "organizations")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind of table.

    `header` is the Chinese header that templates and exports use, `synonyms` what else people write. `many`: several
    columns may give it, their texts are joined. `schemes` names the reference lists of a coded field. `template`:
    whether the download template has a column for it. `width` is in characters of a workbook.
    """

    name: str
    header: str
    en: str
    synonyms: tuple[str, ...]
    many: bool = False
    schemes: tuple[str, ...] = ()
    template: bool = True
    width: int = 16
    help: str = ""
    example: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of table: its fields in the order of templates; a row needs at least one of the fields `needed`."""

    name: str
    zh: str
    en: str
    needed: tuple[str, ...]
    fields: Mapping[str, Field]

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields.values())

    @property
    def template(self) -> tuple[Field, ...]:
        """The fields that a template has columns for, in order."""
        return tuple(field for field in self if field.template)


@cache
def load_kind(name: str) -> Kind:
    """The fields of needs, experts, achievements or organizations. Raises `KindUnknown` for anything else."""
    if name not in KINDS:
        raise KindUnknown(kind=name, known=", ".join(KINDS))
    shared = {raw["name"]: raw for raw in _read("shared")["field"]}
    head = _read(name)
    known = shared | {raw["name"]: raw for raw in head["field"]}
    fields = {field: _field(known[field]) for field in head["order"]}
    return Kind(name=name, zh=head["zh"], en=head["en"], needed=tuple(head["needed"]), fields=fields)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def _field(raw: Mapping[str, Any]) -> Field:
    values = {key: value for key, value in raw.items() if key not in ("synonyms", "scheme")}
    return Field(**values, synonyms=tuple(raw["synonyms"]), schemes=tuple(raw.get("scheme", "").split()))
