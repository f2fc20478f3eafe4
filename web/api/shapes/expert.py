"""Experts and teams (专家, 团队) in answers."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from pydantic import Field

from matchmaker.locale import N_
from matchmaker.models import Expert
from matchmaker.services.work import Work
from web.api.shapes.base import Out
from web.api.shapes.coded import Coded, classified, coded, coded_surely
from web.api.shapes.contact import DISCLOSURE, ContactOut, Disclosure, disclosure
from web.api.shapes.page import PageOf
from web.api.shapes.parties import OrganizationBrief
from web.api.shapes.record import RecordOut, record_values


class ProjectOut(Out):
    """A project of an expert."""

    title: str
    year: int | None


class ExpertOut(RecordOut):
    """A person or a team, with what is matched and under what limits."""

    kind: Coded
    state: Coded
    name: str
    may_be_named: bool = Field(
        description=N_("Whether the name may be passed on: only if the person confirmed the profile.")
    )
    basis: Coded = Field(description=N_("Where the profile comes from."))
    institution: OrganizationBrief | None
    further_institutions: list[OrganizationBrief]
    school: str | None
    title: str | None
    degree: str | None
    gender: Coded | None = Field(description=N_("Null unless contact data is shown in full."))
    birth_year: int | None = Field(description=N_("Null unless contact data is shown in full."))
    region: str | None
    profile: str
    directions: list[str]
    projects: list[ProjectOut]
    services: list[str]
    classifications: list[Coded]
    profile_source: str | None
    profile_updated_on: date = Field(description=N_("A profile rests when nobody has updated it for two years."))
    max_visits: int | None = Field(description=N_("Visits that the expert is willing to make in a round."))
    max_days: int | None = Field(description=N_("Days that a trip may last."))
    available_dates: list[date]
    contacts: list[ContactOut]
    contact_disclosure: Disclosure = DISCLOSURE

    @classmethod
    def of(cls, work: Work, row: Expert, *, full: bool) -> Self:
        return cls(**record_values(row), **_profile(work, row), **_person(work, row, full=full),
                   **{name: getattr(row, name) for name in _PLAIN})  # fmt: skip


class ExpertPage(PageOf[ExpertOut]):
    """A page of experts and teams."""


_PLAIN = (
    "name", "school", "title", "degree", "region", "profile", "directions", "services", "profile_source",
    "profile_updated_on", "max_visits", "max_days",
)  # fmt: skip


def _profile(work: Work, row: Expert) -> dict[str, Any]:
    second = sorted((affiliation.organization for affiliation in row.affiliations), key=lambda body: body.id)
    return {
        "kind": coded_surely(work, "expert_kinds", row.kind),
        "state": coded_surely(work, "expert_states", row.state),
        "basis": coded_surely(work, "profile_basis", row.basis),
        "may_be_named": row.basis == "confirmed",
        "institution": OrganizationBrief.maybe(work, row.institution),
        "further_institutions": [OrganizationBrief.of(work, body) for body in second],
        "classifications": classified(work, row.classifications),
        "projects": [ProjectOut(title=project.get("title", ""), year=project.get("year")) for project in row.projects],
        "available_dates": [date.fromisoformat(day) for day in row.available_dates],
    }


def _person(work: Work, row: Expert, *, full: bool) -> dict[str, Any]:
    """What is about the person and not about the work."""
    return {
        "gender": coded(work, "genders", row.gender) if full else None,
        "birth_year": row.birth_year if full else None,
        "contacts": [ContactOut.of(contact, full=full) for contact in row.contacts],
        "contact_disclosure": disclosure(full=full),
    }
