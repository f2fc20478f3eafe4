"""Lists of needs in the caller's scope, by state, place, grade, field and words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from matchmaker.models import Classification, Need, Organization
from matchmaker.models.codes import NeedResult, NeedSource, NeedState
from matchmaker.services.need_waiting import answers_due, unconfirmed_intake
from matchmaker.services.paging import Page, PageRequest, page_by, page_of
from matchmaker.services.scope import needs_in_scope
from matchmaker.services.work import Work


@dataclass(frozen=True)
class NeedFilter:
    """What to look for; empty fields do not filter. `scheme` + `code` is a classification; `words` in title or name.

    `answer_due` and `unconfirmed`: see `matchmaker.services.need_waiting`.
    """

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
    intake: NeedSource | None = None
    answer_due: bool = False
    unconfirmed: bool = False


# what a list of needs may be sorted by -> its value, which is never null
SORTS: dict[str, Any] = {
    "submitted_at": func.coalesce(Need.submitted_at, Need.created_at),
    "answer_due_on": func.coalesce(Need.answer_due_on, date(9999, 12, 31)),
}


def sort_needs(
    *, work: Work, where: NeedFilter, page: PageRequest, sort: str, descending: bool, count: bool = False
) -> Page[Need]:
    """One page of the needs the caller may read, in an order of SORTS."""
    query = needs_query(work=work, where=where).options(joinedload(Need.organization))
    return page_by(session=work.session, query=query, value=SORTS[sort], key=Need.id, request=page,
                   descending=descending, count=count)  # fmt: skip


def count_by_state(*, work: Work, where: NeedFilter) -> dict[NeedState, int]:
    """How many of the filtered needs are in which state; states without one are absent."""
    found = needs_query(work=work, where=where).order_by(None).with_only_columns(Need.state, func.count())
    return {state: count for state, count in work.session.execute(found.group_by(Need.state))}


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
        (Need.intake, where.intake),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    if where.states:
        query = query.where(Need.state.in_(where.states))
    if where.answer_due:
        query = query.where(answers_due(work))
    if where.unconfirmed:
        query = query.where(unconfirmed_intake())
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
