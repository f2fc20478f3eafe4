"""The user's word on which column is which: pairs of header and field, or a file of them (`--map`)."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from matchmaker.interchange.errors import MappingRefused
from matchmaker.interchange.mapping.fields import Kind, load_kind
from matchmaker.interchange.mapping.labels import label_forms
from matchmaker.interchange.mapping.matching import known_labels
from matchmaker.interchange.reading.table import Column
from matchmaker.locale import N_

# Instead of a field: leave the column out.
IGNORED = frozenset({"", "-", "忽略", "ignore"})


def load_mapping(given: str | Path | Sequence[str]) -> dict[str, str]:
    """Header -> field from “表头=field” pairs or from a file (.toml or .json: one table; else a pair a line).

    A text with “=” is one pair or several separated by commas; any other text is a path. Raises `MappingRefused`,
    and OSError for a file that is not there.
    """
    if isinstance(given, Path) or (isinstance(given, str) and "=" not in given):
        return _from_file(Path(given))
    pairs = given.replace("，", ",").split(",") if isinstance(given, str) else list(given)
    return dict(_pair(pair) for pair in pairs if pair.strip())


def _from_file(path: Path) -> dict[str, str]:
    text = path.read_text(encoding="utf-8-sig")
    try:
        if path.suffix == ".toml":
            raw = tomllib.loads(text)
        elif path.suffix == ".json":
            raw = json.loads(text)
        else:
            lines = [line.strip() for line in text.splitlines()]
            return dict(_pair(line) for line in lines if line and not line.startswith("#"))
    except ValueError as error:
        raise MappingRefused(given=str(path), problem=N_("the file cannot be read"), known="HEADER=FIELD") from error
    if not isinstance(raw, dict) or not all(isinstance(value, str) for value in raw.values()):
        raise MappingRefused(given=str(path), problem=N_("it must be one table of texts"), known="HEADER=FIELD")
    return raw


def _pair(text: str) -> tuple[str, str]:
    header, sign, field = text.replace("＝", "=").partition("=")
    if not sign or not header.strip():
        raise MappingRefused(given=text, problem=N_("it is not of the form HEADER=FIELD"), known="HEADER=FIELD")
    return header.strip(), field.strip()


def resolve(kind: Kind, columns: Sequence[Column], mapping: Mapping[str, str] | None) -> dict[int, str | None]:
    """Position of a column -> field (None: leave it out), for a user's mapping by header or by column letter.

    Raises `MappingRefused` for a header that the table does not have and for a field that the kind does not have;
    a field may be named by its name or by any of its headers.
    """
    return {
        _position(columns, header): None if field.casefold() in IGNORED else _field(kind, header, field)
        for header, field in (mapping or {}).items()
    }


def _position(columns: Sequence[Column], header: str) -> int:
    wanted = set(label_forms(header))
    for test in (
        lambda column: column.header == header,
        lambda column: any(wanted.intersection(label_forms(reading)) for reading in column.readings),
        lambda column: column.letter == header.upper(),
    ):
        for position, column in enumerate(columns):
            if test(column):
                return position
    known = ", ".join(column.header or column.letter for column in columns)
    raise MappingRefused(given=header, problem=N_("the table has no such column"), known=known)


def _field(kind: Kind, header: str, field: str) -> str:
    if field in kind.fields:
        return field
    labels = known_labels(kind.name)
    for form in label_forms(field):
        if form in labels:
            return labels[form]
    known = ", ".join(load_kind(kind.name).fields)
    raise MappingRefused(given=f"{header}={field}", problem=N_("there is no such field"), known=known)


def named_headers(mapping: Mapping[str, str] | None) -> frozenset[str]:
    """The forms of all headers a user named, so that the header row is found by them too."""
    return frozenset(form for header in mapping or {} for form in label_forms(header))
