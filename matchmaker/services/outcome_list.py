"""Lists of outcomes in the caller's scope, by need, round and level."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from matchmaker.models import Campaign, Need, Outcome
from matchmaker.services.outcome import outcomes_query
from matchmaker.services.paging import Page, PageRequest, page_of
from matchmaker.services.scope import needs_in_scope
from matchmaker.services.work import Work


@dataclass(frozen=True)
class OutcomeFilter:
    """What to look for; empty fields do not filter. `need` and `campaign` are references."""

    need: str | None = None
    campaign: str | None = None
    levels: tuple[str, ...] = ()


def list_outcomes(*, work: Work, where: OutcomeFilter, page: PageRequest, count: bool = False) -> Page[Outcome]:
    """One page of outcomes, newest first, with need, suggestion, expert and round loaded."""
    query = outcomes_query(work=work).options(
        joinedload(Outcome.need),
        joinedload(Outcome.suggestion),
        joinedload(Outcome.expert),
        joinedload(Outcome.campaign),
    )
    if where.need is not None:
        known = select(Need.id).where(Need.ref == where.need, needs_in_scope(work.actor))
        query = query.where(Outcome.need_id.in_(known))
    if where.campaign is not None:
        query = query.where(Outcome.campaign_id.in_(select(Campaign.id).where(Campaign.ref == where.campaign)))
    if where.levels:
        query = query.where(Outcome.level.in_(where.levels))
    return page_of(session=work.session, query=query, key=Outcome.id, request=page, count=count)
