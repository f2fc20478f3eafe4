"""Lists of experts, organizations and achievements in the caller's scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from matchmaker.models import Achievement, Classification, Expert, Organization
from matchmaker.models.codes import ExpertKind, ExpertState, OrganizationKind, ProfileBasis
from matchmaker.services.need_list import contains
from matchmaker.services.paging import Page, PageRequest, page_of
from matchmaker.services.scope import achievements_in_scope, experts_in_scope, organizations_in_scope
from matchmaker.services.work import Work


@dataclass(frozen=True)
class RegistryFilter:
    """What to look for; empty fields do not filter. Not every field applies to every kind of record."""

    words: str = ""
    kind: ExpertKind | OrganizationKind | None = None
    state: ExpertState | None = None
    basis: ProfileBasis | None = None
    stage: str | None = None
    county_code: str | None = None
    institution_id: int | None = None
    verified: bool | None = None
    scheme: str | None = None
    code: str | None = None
    source: str | None = None
    external_id: str | None = None


def list_experts(*, work: Work, where: RegistryFilter, page: PageRequest, count: bool = False) -> Page[Expert]:
    """One page of experts and teams, newest first; words are looked for in name, institution and profile."""
    query = _common(select(Expert).where(experts_in_scope(work.actor)), Expert, where)
    if where.state is not None:
        query = query.where(Expert.state == where.state)
    if where.basis is not None:
        query = query.where(Expert.basis == where.basis)
    if where.institution_id is not None:
        query = query.where(Expert.institution_id == where.institution_id)
    for word in where.words.split():
        pattern = contains(word)
        named = select(Organization.id).where(Organization.name.like(pattern, escape="\\"))
        in_text = or_(Expert.name.like(pattern, escape="\\"), Expert.profile.like(pattern, escape="\\"))
        query = query.where(or_(in_text, Expert.institution_id.in_(named)))
    query = query.options(joinedload(Expert.institution))
    return page_of(session=work.session, query=query, key=Expert.id, request=page, count=count)


def list_organizations(
    *, work: Work, where: RegistryFilter, page: PageRequest, count: bool = False
) -> Page[Organization]:
    """One page of organizations, newest first; words are looked for in name and credit code."""
    query = _common(select(Organization).where(organizations_in_scope(work.actor)), Organization, where)
    if where.county_code is not None:
        query = query.where(Organization.county_code == where.county_code)
    if where.verified is not None:
        query = query.where(Organization.verified == where.verified)
    for word in where.words.split():
        named = Organization.name.like(contains(word), escape="\\")
        query = query.where(or_(named, Organization.uscc == word.upper()))
    return page_of(session=work.session, query=query, key=Organization.id, request=page, count=count)


def list_achievements(
    *, work: Work, where: RegistryFilter, page: PageRequest, count: bool = False
) -> Page[Achievement]:
    """One page of achievements, newest first; words are looked for in title and text."""
    query = _common(select(Achievement).where(achievements_in_scope(work.actor)), Achievement, where)
    if where.institution_id is not None:
        query = query.where(Achievement.institution_id == where.institution_id)
    if where.stage is not None:
        query = query.where(Achievement.stage == where.stage)
    for word in where.words.split():
        pattern = contains(word)
        found = or_(Achievement.title.like(pattern, escape="\\"), Achievement.text.like(pattern, escape="\\"))
        query = query.where(found)
    query = query.options(joinedload(Achievement.institution), joinedload(Achievement.expert))
    return page_of(session=work.session, query=query, key=Achievement.id, request=page, count=count)


_OWNER_COLUMN: dict[type[Any], Any] = {
    Expert: Classification.expert_id,
    Organization: Classification.organization_id,
    Achievement: Classification.achievement_id,
}


def _common(query: Select[Any], kind: type[Any], where: RegistryFilter) -> Select[Any]:
    if where.kind is not None:
        query = query.where(kind.kind == where.kind)
    if where.source is not None:
        query = query.where(kind.source == where.source)
    if where.external_id is not None:
        query = query.where(kind.external_id == where.external_id)
    if where.scheme and where.code:
        owner = _OWNER_COLUMN[kind]
        coded = select(owner).where(
            Classification.scheme == where.scheme, Classification.code == where.code, owner.isnot(None)
        )
        query = query.where(kind.id.in_(coded))
    return query
