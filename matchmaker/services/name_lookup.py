"""Find the organization or the expert that somebody typed into a form by name, in their scope."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from matchmaker.errors import InvalidInput
from matchmaker.identity import name_key
from matchmaker.locale import N_
from matchmaker.models import Expert, Organization
from matchmaker.models.codes import OrganizationKind
from matchmaker.services.need_list import contains
from matchmaker.services.scope import experts_in_scope, organizations_in_scope
from matchmaker.services.work import Work

INSTITUTIONS = (OrganizationKind.UNIVERSITY, OrganizationKind.INSTITUTE)
LIMIT = 12


def organizations_named(*, work: Work, words: str, kinds: tuple[OrganizationKind, ...] = ()) -> list[Organization]:
    """Organizations whose name holds `words`, the shortest names first."""
    query = select(Organization).where(organizations_in_scope(work.actor))
    if kinds:
        query = query.where(Organization.kind.in_(kinds))
    for word in words.split():
        query = query.where(Organization.name.like(contains(word), escape="\\"))
    rows = work.session.scalars(query.order_by(Organization.name, Organization.id).limit(LIMIT * 4))
    return sorted(rows, key=lambda row: (len(row.name), row.name))[:LIMIT]


def experts_named(*, work: Work, words: str) -> list[Expert]:
    """Experts whose own name or whose institution's name holds each of the `words`, the shortest names first."""
    query = select(Expert).outerjoin(Organization, Organization.id == Expert.institution_id)
    query = query.where(experts_in_scope(work.actor)).options(selectinload(Expert.institution))
    for word in words.split():
        like = contains(word)
        query = query.where(Expert.name.like(like, escape="\\") | Organization.name.like(like, escape="\\"))
    rows = work.session.scalars(query.order_by(Expert.name, Expert.id).limit(LIMIT * 4))
    return sorted(rows, key=lambda row: (len(row.name), row.name))[:LIMIT]


def require_organization(
    *, work: Work, name: str, field: str, kinds: tuple[OrganizationKind, ...] = ()
) -> Organization | None:
    """The organization of this name, None for an empty one; InvalidInput for `field` if the caller sees none."""
    if not name.strip():
        return None
    query = select(Organization).where(
        organizations_in_scope(work.actor), Organization.name_key == name_key(name.strip())
    )
    if kinds:
        query = query.where(Organization.kind.in_(kinds))
    row = work.session.scalars(query.order_by(Organization.verified.desc(), Organization.id)).first()
    if row is None:
        raise InvalidInput(field=field, problem=N_("There is no organization of this name: enter it first."))
    return row
