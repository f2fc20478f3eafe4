"""Achievements (成果) in answers and bodies."""

from __future__ import annotations

from typing import Any, Self

from pydantic import Field

from matchmaker.locale import N_
from matchmaker.models import Achievement
from matchmaker.services.work import Work
from web.api.shapes.base import In, code_of, line, prose, whole
from web.api.shapes.coded import ClassificationsIn, Coded, classified, coded, coded_surely
from web.api.shapes.page import PageOf
from web.api.shapes.parties import ExpertBrief, ExpertIn, OrganizationBrief, OrganizationIn
from web.api.shapes.record import ExternalIn, RecordOut, record_values

_OTHERS = frozenset({"title", "stage", "ip_state", "year", "region", "profile_source"})


class AchievementOut(RecordOut):
    """A result that an enterprise could use."""

    state: Coded
    title: str
    text: str
    expert: ExpertBrief | None
    institution: OrganizationBrief | None
    trl: Coded | None = Field(description=N_("The technology readiness level, 1 to 9."))
    stage: Coded | None
    ip_state: Coded | None
    year: int | None
    region: str | None
    profile_source: str | None
    classifications: list[Coded]

    @classmethod
    def of(cls, work: Work, row: Achievement) -> Self:
        return cls(
            **record_values(row),
            state=coded_surely(work, "achievement_states", "active" if row.active else "hidden"),
            title=row.title,
            text=row.text,
            expert=ExpertBrief.maybe(work, row.expert),
            institution=OrganizationBrief.maybe(work, row.institution),
            trl=coded(work, "trl", None if row.trl is None else str(row.trl)),
            stage=coded(work, "achievement_stages", row.stage),
            ip_state=coded(work, "ip_states", row.ip_state),
            year=row.year,
            region=row.region,
            profile_source=row.profile_source,
            classifications=classified(work, row.classifications),
        )


class AchievementPage(PageOf[AchievementOut]):
    """A page of achievements."""


class AchievementFields(In):
    """What a caller may write of an achievement."""

    text: prose(20_000) | None = None
    trl: code_of("trl") | None = Field(default=None, description=N_("The technology readiness level, 1 to 9."))
    stage: code_of("achievement_stages") | None = None
    ip_state: code_of("ip_states") | None = None
    year: whole(1900, 2200) | None = None
    region: line(80) | None = None
    profile_source: line(300) | None = None
    classifications: ClassificationsIn | None = None

    def values(self) -> dict[str, Any]:
        """What was given, as the services take it. A text that is null becomes empty."""
        present = self.model_fields_set
        given: dict[str, Any] = {name: getattr(self, name) for name in present & _OTHERS}
        if "text" in present:
            given["text"] = (self.text or "").strip()
        if "trl" in present:
            given["trl"] = None if self.trl is None else int(self.trl)
        return given


class AchievementPut(AchievementFields):
    """An achievement as another system knows it."""

    title: line(300)
    expert: ExpertIn | None = Field(default=None, description=N_("Whose achievement it is."))
    institution: OrganizationIn | None = Field(default=None, description=N_("That of the expert unless it is given."))


class AchievementPost(AchievementPut, ExternalIn):
    """A new achievement."""


class AchievementPatch(AchievementFields, ExternalIn):
    """Changes to an achievement: what is left out stays as it is, null clears."""

    title: line(300) = None
