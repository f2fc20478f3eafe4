"""Campaigns (行动) in answers: names, dates, targets, and the times in which needs are collected."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import AwareDatetime, Field

from matchmaker.locale import N_
from matchmaker.models import Campaign, CollectionRound
from matchmaker.services.work import Work
from web.api.shapes.base import Out
from web.api.shapes.coded import Coded, coded, coded_surely
from web.api.shapes.page import PageOf
from web.api.shapes.record import RecordOut, record_values


class TargetOut(Out):
    """What a figure should reach."""

    figure: Coded
    target: float
    last_year: float | None
    definition: str = Field(description=N_("What counts, in the campaign's own words."))


class CountyTargetOut(Out):
    """How many needs a county is asked to bring."""

    county: Coded
    target: int


class CollectionOut(Out):
    """A time in which needs are collected."""

    name: str
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    targets: list[CountyTargetOut]

    @classmethod
    def of(cls, work: Work, row: CollectionRound) -> Self:
        targets = [
            CountyTargetOut(county=coded_surely(work, "divisions", target.county_code), target=target.target)
            for target in sorted(row.targets, key=lambda target: target.county_code)
        ]
        return cls(name=row.name, opens_at=row.opens_at, closes_at=row.closes_at, targets=targets)


class CampaignOut(RecordOut):
    """A round of the campaign."""

    state: Coded
    number: int
    name: str
    visits_name: str = Field(description=N_("What the visits of experts are called in this round."))
    delegations_name: str = Field(description=N_("What the trips to institutions are called in this round."))
    county: Coded | None = Field(description=N_("The county that runs the round; null for the whole city."))
    starts_on: date
    ends_on: date
    targets: list[TargetOut]
    collections: list[CollectionOut]

    @classmethod
    def of(cls, work: Work, row: Campaign) -> Self:
        targets = [
            TargetOut(
                figure=coded_surely(work, "indicators", entry["code"]),
                target=entry["target"],
                last_year=entry.get("last_year"),
                definition=entry.get("definition", ""),
            )
            for entry in row.targets
        ]
        return cls(
            **record_values(row),
            state=coded_surely(work, "campaign_states", row.state),
            number=row.number,
            name=row.name,
            visits_name=row.visits_name,
            delegations_name=row.delegations_name,
            county=coded(work, "divisions", row.county_code),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            targets=targets,
            collections=[CollectionOut.of(work, collection) for collection in row.rounds],
        )


class CampaignPage(PageOf[CampaignOut]):
    """A page of campaigns."""
