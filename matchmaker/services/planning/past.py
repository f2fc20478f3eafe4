"""What of a round's visits has taken place, or was planned for days that are over: it uses up limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import and_, or_, select

from matchmaker.models import Campaign, Plan, Visit
from matchmaker.services.planning.access import DONE, PLANNED, PUBLISHED
from matchmaker.services.work import Work


@dataclass(frozen=True)
class Past:
    """`needs`: (expert, enterprise) -> the needs that were served there. `days`: of each expert."""

    needs: Mapping[tuple[int, int], list[int]] = field(default_factory=dict)
    days: Mapping[int, frozenset[date]] = field(default_factory=dict)

    @property
    def visits_of_expert(self) -> Mapping[int, int]:
        return Counter(expert for expert, _ in self.needs)

    @property
    def visits_of_enterprise(self) -> Mapping[int, int]:
        return Counter(enterprise for _, enterprise in self.needs)


def past_of(*, work: Work, campaign: Campaign) -> Past:
    """Visits of any plan of the round that were reported done, and those of the published plan up to today."""
    over = and_(Visit.state == PLANNED, Plan.state == PUBLISHED, Visit.on_date <= work.today())
    query = select(Visit).join(Plan).where(Plan.campaign_id == campaign.id, or_(Visit.state == DONE, over))
    needs: dict[tuple[int, int], list[int]] = {}
    days: dict[int, set[date]] = {}
    for visit in work.session.scalars(query):
        needs.setdefault((visit.expert_id, visit.enterprise_id), []).extend(visit.need_ids)
        days.setdefault(visit.expert_id, set()).add(visit.on_date)
    return Past(needs, {expert: frozenset(found) for expert, found in days.items()})
