"""Classification of records: codes of named schemes (fields, chains, disciplines)."""

from __future__ import annotations

from dataclasses import dataclass

from matchmaker.models import Achievement, Classification, Expert, Need, Organization


@dataclass(frozen=True, order=True)
class Code:
    """A code with the name of its scheme; `text` keeps what was written if that differs from the label."""

    scheme: str
    code: str
    text: str | None = None


def classify(row: Organization | Expert | Achievement | Need, codes: tuple[Code, ...]) -> bool:
    """Make `codes` the classification of `row`; says whether anything changed."""
    wanted = {(code.scheme, code.code): code.text for code in codes}
    present = {(item.scheme, item.code): item for item in row.classifications}
    for key in present.keys() - wanted.keys():
        row.classifications.remove(present[key])
    for key in wanted.keys() - present.keys():
        row.classifications.append(Classification(scheme=key[0], code=key[1], text=wanted[key]))
    return wanted.keys() != present.keys()


def codes_of(row: Organization | Expert | Achievement | Need, scheme: str) -> list[str]:
    """The codes of one scheme that `row` has."""
    return sorted(item.code for item in row.classifications if item.scheme == scheme)
