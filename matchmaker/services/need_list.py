"""Lists of needs in the caller's scope, by state, place, grade, field and words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from matchmaker.models import Classification, Need, Organization
from matchmaker.models.codes import NeedResult, NeedState
from matchmaker.services.paging import Page, PageRequest, page_of
from matchmaker.services.scope import needs_in_scope
from matchmaker.services.work import Work


@dataclass(frozen=True)
class NeedFilter:
    """What to look for; empty fields do not filter. `scheme` + `code` is a classification; `words` in title or name."""

    states: tuple[NeedState, ...] = ()
    result: NeedResult | None = None
    county_code: str | None = None
    grade: str | None = None
    scheme: str | None = None
    code: str | None = None
    words: str = ""
    organization_id: int | None = None
    campaign_id: int | None = None
    due_before: date | None = None
    source: str | None = None
    external_id: str | None = None


def list_needs(*, work: Work, where: NeedFilter, page: PageRequest, count: bool = False) -> Page[Need]:
    """One page of the needs the caller may read, newest first."""
    query = needs_query(work=work, where=where).options(joinedload(Need.organization))
    return page_of(session=work.session, query=query, key=Need.id, request=page, count=count)


def count_needs(*, work: Work, where: NeedFilter) -> int:
    """How many needs match in the caller's scope."""
    query = needs_query(work=work, where=where)
    return work.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


def needs_query(*, work: Work, where: NeedFilter) -> Select[Need]:
    """The needs the caller may read, filtered."""
    query = select(Need).where(needs_in_scope(work.actor))
    for column, wanted in (
        (Need.county_code, where.county_code),
        (Need.grade, where.grade),
        (Need.result, where.result),
        (Need.organization_id, where.organization_id),
        (Need.campaign_id, where.campaign_id),
        (Need.source, where.source),
        (Need.external_id, where.external_id),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    if where.states:
        query = query.where(Need.state.in_(where.states))
    if where.due_before:
        query = query.where(Need.answer_due_on < where.due_before)
    if where.scheme and where.code:
        coded = select(Classification.need_id).where(
            Classification.scheme == where.scheme, Classification.code == where.code, Classification.need_id.isnot(None)
        )
        query = query.where(Need.id.in_(coded))
    for word in where.words.split():
        pattern = contains(word)
        named = select(Organization.id).where(Organization.name.like(pattern, escape="\\"))
        query = query.where(or_(Need.title.like(pattern, escape="\\"), Need.organization_id.in_(named)))
    return query


def contains(word: str) -> str:
    """A LIKE pattern for `word` anywhere, with its own wildcards escaped."""
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
