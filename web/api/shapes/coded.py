"""Coded values: what stands for them in answers and how records are classified in bodies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from matchmaker.locale import N_
from matchmaker.models import Classification
from matchmaker.services.classification import Code
from matchmaker.services.importing.codes import OTHER_FIELD, SUBFIELD
from matchmaker.services.reference_list import find_term, known_codes
from matchmaker.services.work import Work
from web.api.shapes.base import In, Out, few, work_of

# The reference lists by which records are classified: two lists of fields that are never mixed, chains, disciplines ...
CLASSIFYING = ("fields_form12", "fields_hightech8", "chains", "disciplines", "team_forms", "achievement_forms")


class Coded(Out):
    """A value of a reference list with its labels."""

    scheme: str = Field(description=N_("The reference list that the code belongs to."))
    code: str
    zh: str
    en: str


def coded(work: Work, scheme: str, code: str | None) -> Coded | None:
    """The coded value; a code that the list no longer holds is its own label."""
    if code is None:
        return None
    return coded_surely(work, scheme, code)


def coded_surely(work: Work, scheme: str, code: str) -> Coded:
    """Like `coded`, for a code that is always there."""
    term = find_term(work=work, scheme=scheme, code=code)
    return Coded(scheme=scheme, code=code, zh=term.zh if term else code, en=term.en if term else code)


def coded_list(work: Work, scheme: str, codes: Iterable[str]) -> list[Coded]:
    """Several codes of one list."""
    return [coded_surely(work, scheme, code) for code in codes]


def classified(work: Work, rows: Iterable[Classification]) -> list[Coded]:
    """How a record is classified, in a stable order."""
    ordered = sorted(rows, key=lambda row: (row.scheme, row.code))
    return [_as_written(row) if row.scheme in (SUBFIELD, OTHER_FIELD) else coded_surely(work, row.scheme, row.code)
            for row in ordered]  # fmt: skip


def _as_written(row: Classification) -> Coded:
    """What an imported row said and no list has."""
    text = row.text or row.code
    return Coded(scheme=row.scheme, code=row.code, zh=text, en=text)


class ClassificationIn(In):
    """A code with the name of its list."""

    scheme: str
    code: str


def _check(value: ClassificationIn, info: ValidationInfo) -> ClassificationIn:
    if value.scheme not in CLASSIFYING:
        raise PydanticCustomError(
            "unknown_scheme", "no such list", {"given": value.scheme, "known": ", ".join(CLASSIFYING)}
        )
    known = known_codes(work=work_of(info), scheme=value.scheme)
    if value.code not in known:
        context = {"given": value.code, "scheme": value.scheme, "known": ", ".join(known)}
        raise PydanticCustomError("unknown_code", "no such code", context)
    return value


# The mark is replaced by one form for each list when the document is made.
ClassificationsIn: Any = few(
    Annotated[ClassificationIn, AfterValidator(_check), WithJsonSchema({"x-classification": list(CLASSIFYING)})], 20
)


def codes_from(given: Iterable[ClassificationIn]) -> tuple[Code, ...]:
    """The classification as services take it."""
    return tuple(Code(entry.scheme, entry.code) for entry in given)
