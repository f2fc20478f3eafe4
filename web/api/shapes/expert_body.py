"""Experts and teams (专家, 团队) in bodies: what a caller may write."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from matchmaker.locale import N_
from matchmaker.models.codes import ProfileBasis
from web.api.shapes.base import In, IsoDate, code_of, few, line, prose, whole
from web.api.shapes.coded import ClassificationsIn
from web.api.shapes.contact import ContactIn
from web.api.shapes.parties import OrganizationIn
from web.api.shapes.record import ExternalIn

_LISTS = frozenset({"directions", "services"})
_OTHERS = frozenset(
    {"name", "school", "title", "degree", "gender", "birth_year", "region", "max_visits", "max_days",
     "profile_source", "profile_updated_on"}
)  # fmt: skip


class ProjectIn(In):
    """A project of an expert."""

    title: line(300)
    year: whole(1900, 2200) | None = None


class ExpertFields(In):
    """What a caller may write of an expert or a team."""

    school: line(120) | None = None
    title: line(120) | None = Field(default=None, description=N_("The professional title."))
    degree: line(40) | None = None
    gender: code_of("genders") | None = None
    birth_year: whole(1900, 2200) | None = None
    region: line(80) | None = None
    profile: prose(20_000) | None = None
    directions: few(line(300), 50) | None = Field(default=None, description=N_("Research directions, one an entry."))
    projects: few(ProjectIn, 200) | None = None
    services: few(line(300), 50) | None = Field(default=None, description=N_("What the expert offers."))
    classifications: ClassificationsIn | None = None
    basis: code_of("profile_basis", only=("public", "provided")) = Field(
        default=None,
        description=N_("Where the profile comes from. Only the person's own word makes it a confirmed one."),
    )
    max_visits: whole(0, 365) | None = None
    max_days: whole(0, 365) | None = None
    available_dates: few(IsoDate, 400) | None = None
    profile_source: line(300) | None = None
    profile_updated_on: IsoDate = Field(default=None, description=N_("The day of the change unless it is given."))
    contact: ContactIn | None = Field(default=None, description=N_("Null takes the contact away."))

    def values(self) -> dict[str, Any]:
        """What was given, as the services take it. A text or a list that is null becomes empty."""
        present = self.model_fields_set
        given: dict[str, Any] = {name: getattr(self, name) for name in present & _OTHERS}
        given |= {name: list(dict.fromkeys(getattr(self, name) or ())) for name in present & _LISTS}
        if "basis" in present:
            given["basis"] = ProfileBasis(self.basis)
        if "profile" in present:
            given["profile"] = self.profile or ""
        if "projects" in present:
            given["projects"] = [project.model_dump() for project in self.projects or ()]
        if "available_dates" in present:
            given["available_dates"] = sorted({day.isoformat() for day in self.available_dates or ()})
        return given


class ExpertPut(ExpertFields):
    """An expert or a team as another system knows it."""

    kind: code_of("expert_kinds")
    name: line(200)
    institution: OrganizationIn | None = None
    further_institutions: few(OrganizationIn, 5) | None = Field(
        default=None, description=N_("For a new record: where else the expert belongs.")
    )


class ExpertPost(ExpertPut, ExternalIn):
    """A new expert or team."""


class ExpertPatch(ExpertFields, ExternalIn):
    """Changes to an expert or team: what is left out stays as it is, null clears."""

    name: line(200) = None
