"""How far the asking has come (意向摸底): answers by side and by county, unknown ones never counted as willing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, select

from matchmaker.models import Campaign, Expert, Organization, Willingness
from matchmaker.models.codes import Role
from matchmaker.services.party import ENTERPRISE, EXPERT, ORGANIZERS
from matchmaker.services.scope import require_role
from matchmaker.services.willingness import UNKNOWN, WILLING
from matchmaker.services.willingness_list import SIDES, on_list, table_of
from matchmaker.services.work import Work


@dataclass(frozen=True)
class Share:
    """Of one side, or one place: how many are on the list, and how many gave which answer (`unknown` included)."""

    total: int
    answers: Mapping[str, int] = field(default_factory=dict)

    @property
    def answered(self) -> int:
        return self.total - self.answers.get(UNKNOWN, 0)

    @property
    def willing(self) -> int:
        return self.answers.get(WILLING, 0)


@dataclass(frozen=True)
class Shares:
    """By side, and of the enterprises by county code ("" for those without one), the counties in order."""

    sides: Mapping[str, Share]
    counties: Mapping[str, Share]


def willingness_shares(*, work: Work, campaign: Campaign) -> Shares:
    """The shares of everybody on the caller's list."""
    require_role(work, "willingness.list", *ORGANIZERS, Role.AUDITOR)
    sides = {side: _of_side(work, campaign, side) for side in SIDES}
    places: dict[str, Counter[str]] = defaultdict(Counter)
    query = (
        select(Organization.county_code, Willingness.answer, func.count(Organization.id))
        .outerjoin(Willingness, _joins(campaign, ENTERPRISE))
        .where(on_list(work, campaign, ENTERPRISE))
        .group_by(Organization.county_code, Willingness.answer)
    )
    for county, answer, count in work.session.execute(query):
        places[county or ""][answer or UNKNOWN] += count
    counties = {county: Share(sum(found.values()), dict(found)) for county, found in sorted(places.items())}
    return Shares(sides, counties)


def _of_side(work: Work, campaign: Campaign, side: str) -> Share:
    table = table_of(side)
    query = (
        select(Willingness.answer, func.count(table.id))
        .select_from(table)
        .outerjoin(Willingness, _joins(campaign, side))
        .where(on_list(work, campaign, side))
        .group_by(Willingness.answer)
    )
    found = {answer or UNKNOWN: count for answer, count in work.session.execute(query)}
    return Share(sum(found.values()), found)


def _joins(campaign: Campaign, side: str) -> ColumnElement[bool]:
    own = Willingness.expert_id == Expert.id if side == EXPERT else Willingness.organization_id == Organization.id
    return own & (Willingness.campaign_id == campaign.id)
