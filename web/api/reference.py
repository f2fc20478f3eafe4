"""/reference: the lists of codes with their labels in both languages."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from pydantic import Field

from matchmaker.locale import N_
from matchmaker.services.reference_list import Scheme, Term, get_scheme, list_schemes
from web.api.operation import Call, Operation, Result
from web.api.shapes.base import Out

READ = ("reference:read",)


class SchemeBrief(Out):
    """A reference list without its terms."""

    scheme: str = Field(description=N_("The name that stands in coded values."))
    zh: str
    en: str
    official: bool = Field(description=N_("Whether a competent body published the list."))
    to_check: bool = Field(description=N_("Whether the operator still has to check the list before use."))
    published_in: str = Field(description=N_("Where the list comes from."))
    parent_scheme: str | None = Field(description=N_("The list that the parents of its terms belong to."))
    term_count: int

    @classmethod
    def of(cls, row: Scheme) -> Self:
        return cls(**_head(row))


class SchemeList(Out):
    """All reference lists; there are few, so there are no pages."""

    items: list[SchemeBrief]


class TermOut(Out):
    """A coded value of a list."""

    scheme: str
    code: str
    zh: str
    en: str
    parent: str | None = Field(description=N_("The code above it, in this list or in its parent list."))
    group: str | None
    aliases: list[str] = Field(description=N_("Other writings that imports understand."))
    official: bool
    to_check: bool
    valid_from: date | None
    valid_to: date | None

    @classmethod
    def of(cls, row: Term) -> Self:
        return cls(aliases=list(row.aliases), **{name: getattr(row, name) for name in _TERM})


class SchemeOut(SchemeBrief):
    """A reference list with its terms in their order."""

    terms: list[TermOut]

    @classmethod
    def of(cls, row: Scheme) -> Self:
        return cls(**_head(row), terms=[TermOut.of(term) for term in row])


_TERM = ("scheme", "code", "zh", "en", "parent", "group", "official", "to_check", "valid_from", "valid_to")


def _head(row: Scheme) -> dict[str, Any]:
    return {
        "scheme": row.name,
        "zh": row.zh,
        "en": row.en,
        "official": row.official,
        "to_check": row.to_check,
        "published_in": row.source,
        "parent_scheme": row.parent_scheme,
        "term_count": len(row),
    }


def index(call: Call) -> Result:
    schemes = list_schemes(overrides=call.application.settings.reference_dir)
    return Result(SchemeList(items=[SchemeBrief.of(scheme) for scheme in schemes]))


def get(call: Call) -> Result:
    return Result(SchemeOut.of(get_scheme(work=call.work, name=call.path["scheme"])))


OPERATIONS = (
    Operation(
        name="listSchemes",
        method="GET",
        path="/reference",
        summary=N_("List the reference lists"),
        scopes=READ,
        handle=index,
        answer=SchemeList,
    ),
    Operation(
        name="getScheme",
        method="GET",
        path="/reference/{scheme}",
        summary=N_("Read a reference list with its terms"),
        scopes=READ,
        handle=get,
        answer=SchemeOut,
    ),
)
