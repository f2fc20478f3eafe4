"""Needs (技术需求) in answers. Amounts are in 万元."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from pydantic import AwareDatetime, Field

from matchmaker.locale import N_
from matchmaker.models import Need
from matchmaker.services.work import Work
from web.api.shapes.base import Out
from web.api.shapes.coded import Coded, classified, coded, coded_list, coded_surely
from web.api.shapes.contact import DISCLOSURE, Disclosure, NeedContactOut, disclosure
from web.api.shapes.page import PageOf
from web.api.shapes.parties import OrganizationBrief
from web.api.shapes.record import RecordOut, money, record_values

FUNDS = N_("In 万元 (10,000 yuan), a decimal text such as “120.00”.")


class CampaignBrief(Out):
    """The round of the campaign that a need belongs to."""

    ref: str
    number: int
    name: str


class NeedOut(RecordOut):
    """A need as organizers see it."""

    state: Coded
    result: Coded | None = Field(description=N_("How a closed need ended."))
    intake: Coded = Field(description=N_("How the need came in."))
    organization: OrganizationBrief
    county: Coded | None
    campaign: CampaignBrief | None
    title: str
    problem: str
    indicators: str
    goal: str
    background: str
    keywords: list[str]
    classifications: list[Coded]
    activity_kind: Coded | None
    cooperation_mode: Coded | None
    wishes: list[Coded]
    funds_low: str | None = Field(description=FUNDS)
    funds_high: str | None = Field(description=FUNDS)
    funds_text: str | None = Field(description=N_("The funds as they were written."))
    window_from: date | None
    window_to: date | None
    window_text: str | None = Field(description=N_("The time window as it was written."))
    wanted_partners: str | None
    confidentiality: Coded
    contact: NeedContactOut
    contact_disclosure: Disclosure = DISCLOSURE
    public_title: str | None = Field(description=N_("What outsiders may read, once the enterprise has approved it."))
    public_text: str | None
    public_approved_at: AwareDatetime | None
    submitted_at: AwareDatetime | None
    answer_due_on: date | None = Field(description=N_("The day by which an answer was promised."))
    reviewed_at: AwareDatetime | None
    review_note: str | None = Field(description=N_("What should be added, if the need was returned."))
    closed_at: AwareDatetime | None
    close_note: str | None
    assessed_at: AwareDatetime | None = Field(description=N_("When matching last looked at the need."))
    grade: Coded | None = Field(description=N_("The best grade among its suggestions."))
    suggestion_count: int

    @classmethod
    def of(cls, work: Work, row: Need, *, full: bool) -> Self:
        return cls(**record_values(row), **_course(work, row), **_content(work, row),
                   contact=NeedContactOut.of(row, full=full), contact_disclosure=disclosure(full=full))  # fmt: skip


class NeedPage(PageOf[NeedOut]):
    """A page of needs."""


def _course(work: Work, row: Need) -> dict[str, Any]:
    """Where the need stands, and whose it is."""
    campaign = row.campaign
    return {
        "state": coded_surely(work, "need_states", row.state),
        "result": coded(work, "need_results", row.result),
        "intake": coded_surely(work, "intake_sources", row.intake),
        "organization": OrganizationBrief.of(work, row.organization),
        "county": coded(work, "divisions", row.county_code),
        "campaign": CampaignBrief(ref=campaign.ref, number=campaign.number, name=campaign.name) if campaign else None,
        "confidentiality": coded_surely(work, "confidentiality_levels", row.confidentiality),
        "grade": coded(work, "grades", row.grade),
        **{name: getattr(row, name) for name in _COURSE},
    }


def _content(work: Work, row: Need) -> dict[str, Any]:
    """What the need says."""
    return {
        "classifications": classified(work, row.classifications),
        "activity_kind": coded(work, "need_kinds", row.activity_kind),
        "cooperation_mode": coded(work, "cooperation_modes", row.cooperation_mode),
        "wishes": coded_list(work, "cooperation_modes", row.wishes),
        "funds_low": money(row.funds_low),
        "funds_high": money(row.funds_high),
        **{name: getattr(row, name) for name in _CONTENT},
    }


_COURSE = (
    "submitted_at", "answer_due_on", "reviewed_at", "review_note", "closed_at", "close_note", "assessed_at",
    "suggestion_count",
)  # fmt: skip
_CONTENT = (
    "title", "problem", "indicators", "goal", "background", "keywords", "funds_text", "window_from", "window_to",
    "window_text", "wanted_partners", "public_title", "public_text", "public_approved_at",
)  # fmt: skip
