"""Who a record belongs to: short forms in answers, and the ways to name somebody in a body."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Discriminator, Field, Tag

from matchmaker.locale import N_
from matchmaker.models import Expert, Organization
from matchmaker.services.work import Work
from web.api.shapes.base import ExternalId, In, Out, Ref, Source, code_of, line
from web.api.shapes.coded import Coded, coded_surely
from web.api.shapes.credit_code import CreditCode

BY_REF, BY_EXTERNAL, BY_NAME = "by:ref", "by:external", "by:name"


class OrganizationBrief(Out):
    """An organization as other records show it."""

    ref: str
    name: str
    kind: Coded
    source: str | None
    external_id: str | None

    @classmethod
    def of(cls, work: Work, row: Organization) -> Self:
        kind = coded_surely(work, "organization_kinds", row.kind)
        return cls(ref=row.ref, name=row.name, kind=kind, source=row.source, external_id=row.external_id)

    @classmethod
    def maybe(cls, work: Work, row: Organization | None) -> Self | None:
        return None if row is None else cls.of(work, row)


class ExpertBrief(Out):
    """An expert or team as other records show it."""

    ref: str
    name: str
    kind: Coded
    may_be_named: bool = Field(
        description=N_("Whether the name may be passed on: only if the person confirmed the profile.")
    )
    source: str | None
    external_id: str | None

    @classmethod
    def of(cls, work: Work, row: Expert) -> Self:
        return cls(
            ref=row.ref,
            name=row.name,
            kind=coded_surely(work, "expert_kinds", row.kind),
            may_be_named=row.basis == "confirmed",
            source=row.source,
            external_id=row.external_id,
        )

    @classmethod
    def maybe(cls, work: Work, row: Expert | None) -> Self | None:
        return None if row is None else cls.of(work, row)


class ByRef(In):
    """A record by the reference it has here."""

    ref: Ref


class ByExternalId(In):
    """A record by the id it has in another system."""

    source: Source
    external_id: ExternalId


class ByName(In):
    """An organization by what is known of it: found by credit code or name, or created as not verified yet."""

    name: line(200)
    kind: code_of("organization_kinds")
    uscc: CreditCode | None = None
    county: code_of("divisions") | None = None


def _form_of_organization(value: Any) -> str:
    if isinstance(value, dict):
        if "ref" in value:
            return BY_REF
        if "external_id" in value or "source" in value:
            return BY_EXTERNAL
    return BY_NAME


def _form_of_expert(value: Any) -> str:
    return BY_EXTERNAL if isinstance(value, dict) and "ref" not in value else BY_REF


OrganizationIn = Annotated[
    Annotated[ByRef, Tag(BY_REF)] | Annotated[ByExternalId, Tag(BY_EXTERNAL)] | Annotated[ByName, Tag(BY_NAME)],
    Discriminator(_form_of_organization),
]
ExpertIn = Annotated[
    Annotated[ByRef, Tag(BY_REF)] | Annotated[ByExternalId, Tag(BY_EXTERNAL)],
    Discriminator(_form_of_expert),
]
