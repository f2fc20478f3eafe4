"""Organizations (单位) in answers and bodies."""

from __future__ import annotations

from typing import Any, Self

from pydantic import AwareDatetime, Field

from matchmaker.locale import N_
from matchmaker.models import Organization
from matchmaker.services.work import Work
from web.api.shapes.base import WEBSITE, In, code_of, few, line, matching, prose, whole
from web.api.shapes.coded import ClassificationsIn, Coded, classified, coded, coded_surely
from web.api.shapes.contact import DISCLOSURE, ContactIn, ContactOut, Disclosure, disclosure
from web.api.shapes.credit_code import CreditCode
from web.api.shapes.page import PageOf
from web.api.shapes.record import ExternalIn, RecordOut, record_values


class OrganizationOut(RecordOut):
    """An enterprise, university, institute, agency or bureau."""

    kind: Coded
    state: Coded = Field(description=N_("Whether somebody has confirmed the organization and its credit code."))
    name: str
    uscc: str | None = Field(description=N_("The unified social credit code."))
    verified_at: AwareDatetime | None
    county: Coded | None
    zone: Coded | None
    address: str | None
    website: str | None
    legal_representative: str | None
    industry: str | None
    employees: int | None
    profile: str
    tags: list[str]
    schools: list[str] = Field(description=N_("Schools of a university."))
    classifications: list[Coded]
    contacts: list[ContactOut]
    contact_disclosure: Disclosure = DISCLOSURE

    @classmethod
    def of(cls, work: Work, row: Organization, *, full: bool) -> Self:
        return cls(
            **record_values(row),
            kind=coded_surely(work, "organization_kinds", row.kind),
            state=coded_surely(work, "organization_states", "verified" if row.verified else "unverified"),
            county=coded(work, "divisions", row.county_code),
            zone=coded(work, "zones", row.zone_code),
            classifications=classified(work, row.classifications),
            contacts=[ContactOut.of(contact, full=full) for contact in row.contacts],
            contact_disclosure=disclosure(full=full),
            **{name: getattr(row, name) for name in _PLAIN},
        )


class OrganizationPage(PageOf[OrganizationOut]):
    """A page of organizations."""


_PLAIN = (
    "name", "uscc", "verified_at", "address", "website", "legal_representative", "industry", "employees", "profile",
    "tags", "schools",
)  # fmt: skip
# name in a body -> name in the record, for what is written as it is given
_WRITTEN = {
    "name": "name", "uscc": "uscc", "county": "county_code", "zone": "zone_code", "address": "address",
    "website": "website", "legal_representative": "legal_representative", "industry": "industry",
    "employees": "employees",
}  # fmt: skip


class OrganizationFields(In):
    """What a caller may write of an organization."""

    uscc: CreditCode | None = Field(default=None, description=N_("The unified social credit code."))
    county: code_of("divisions") | None = None
    zone: code_of("zones") | None = None
    address: line(300) | None = None
    website: matching(WEBSITE, 300) | None = None
    legal_representative: line(64) | None = None
    industry: line(120) | None = None
    employees: whole(0, 10_000_000) | None = None
    profile: prose(20_000) | None = None
    tags: few(line(40), 30) | None = None
    schools: few(line(120), 100) | None = None
    classifications: ClassificationsIn | None = None
    contact: ContactIn | None = Field(default=None, description=N_("Null takes the contact away."))

    def values(self) -> dict[str, Any]:
        """What was given, as the services take it. A text or a list that is null becomes empty."""
        present = self.model_fields_set
        given = {stored: getattr(self, name) for name, stored in _WRITTEN.items() if name in present}
        for name in present & {"tags", "schools"}:
            given[name] = list(dict.fromkeys(getattr(self, name) or ()))
        if "profile" in present:
            given["profile"] = self.profile or ""
        return given


class OrganizationPut(OrganizationFields):
    """An organization as another system knows it."""

    kind: code_of("organization_kinds")
    name: line(200)


class OrganizationPost(OrganizationPut, ExternalIn):
    """A new organization; it stays unverified until an organizer confirms it."""


class OrganizationPatch(OrganizationFields, ExternalIn):
    """Changes to an organization: what is left out stays as it is, null clears."""

    name: line(200) = None
