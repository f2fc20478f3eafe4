"""Codes of a row as classifications, and texts that fit no list kept as texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from matchmaker.interchange.values.read import Coded
from matchmaker.services.classification import Code

# Schemes for what was written but stands in no list.
SUBFIELD, OTHER_FIELD = "subfield", "other_field"


class Classified(Protocol):
    """What all rows with fields and chains have."""

    @property
    def fields(self) -> tuple[Coded, ...]: ...
    @property
    def chains(self) -> tuple[Coded, ...]: ...
    @property
    def subfields(self) -> tuple[str, ...]: ...
    @property
    def other_fields(self) -> tuple[str, ...]: ...


def codes_of_row(row: Classified, further: Iterable[Coded] = ()) -> tuple[Code, ...]:
    """Fields, chains and further coded values of a row; sub-fields and unknown fields are kept under their text."""
    coded = [Code(item.scheme, item.code, item.text or None) for item in (*row.fields, *row.chains, *further)]
    texts = [Code(SUBFIELD, text[:40], text) for text in row.subfields]
    texts += [Code(OTHER_FIELD, text[:40], text) for text in row.other_fields]
    unique = {(code.scheme, code.code): code for code in (*coded, *texts)}
    return tuple(unique.values())


def code_value(coded: Coded | None) -> str | None:
    """The code of a coded value, None for none."""
    return coded.code if coded is not None else None
