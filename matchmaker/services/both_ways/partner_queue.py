"""Suggestions of institutions to enterprises as they are decided on: filtered, in order, with what they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, exists, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from matchmaker.models import Achievement, Classification, Decision, Expert, Need, Organization, Suggestion
from matchmaker.models.codes import Confidentiality, Grade, SuggestionState
from matchmaker.services.review_queue import GRADE_ORDER
from matchmaker.services.scope import suggestions_in_scope
from matchmaker.services.work import Work

MOST = 60
_Enterprise = aliased(Organization)


@dataclass(frozen=True)
class PartnerFilter:
    """Which to show; empty fields do not filter. `enterprise` is its reference."""

    county_code: str | None = None
    chain: str | None = None
    enterprise: str | None = None
    grade: Grade | None = None
    state: SuggestionState = SuggestionState.SUGGESTED


@dataclass(frozen=True)
class PartnerQueue:
    """The first MOST of `total` suggestions, with both sides, the run and the decisions loaded."""

    rows: Sequence[Suggestion]
    total: int


def partner_queue(*, work: Work, where: PartnerFilter) -> PartnerQueue:
    """What the caller may read, the best grades first, then by the expected number of needs served."""
    conditions = _conditions(where)
    query = select(Suggestion).join(_Enterprise, Suggestion.enterprise_id == _Enterprise.id)
    query = query.where(suggestions_in_scope(work.actor), *conditions)
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    loaded = query.options(
        joinedload(Suggestion.enterprise),
        joinedload(Suggestion.institution),
        joinedload(Suggestion.run),
        selectinload(Suggestion.decisions).joinedload(Decision.user),
    )
    order = (case(GRADE_ORDER, value=Suggestion.grade), Suggestion.score.desc(), Suggestion.id)
    return PartnerQueue(work.session.scalars(loaded.order_by(*order).limit(MOST)).all(), total)


def grounds_of(*, work: Work, rows: Sequence[Suggestion]) -> Mapping[int, list[Suggestion]]:
    """Key of a suggestion -> the relations of needs and candidates that it rests on, as far as they still stand.

    Confidential needs are left out: their own page tells of them, and reading it is an act.
    """
    refs = {ref for row in rows for ref in row.evidence.get("suggestions", ())}
    query = (
        select(Suggestion)
        .join(Need, Suggestion.need_id == Need.id)
        .where(Suggestion.ref.in_(refs), suggestions_in_scope(work.actor))
        .where(Need.confidentiality != Confidentiality.CONFIDENTIAL)
        .options(
            joinedload(Suggestion.need),
            joinedload(Suggestion.expert).joinedload(Expert.institution),
            joinedload(Suggestion.achievement).joinedload(Achievement.institution),
        )
    )
    found = {row.ref: row for row in work.session.scalars(query)}
    return {row.id: [found[ref] for ref in row.evidence.get("suggestions", ()) if ref in found] for row in rows}


def _conditions(where: PartnerFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Suggestion.state == where.state]
    if where.county_code:
        found.append(_Enterprise.county_code == where.county_code)
    if where.enterprise:
        found.append(_Enterprise.ref == where.enterprise)
    if where.grade:
        found.append(Suggestion.grade == where.grade)
    if where.chain:
        own = and_(Classification.organization_id == _Enterprise.id, Classification.scheme == "chains")
        found.append(exists().where(own, Classification.code == where.chain))
    return found
