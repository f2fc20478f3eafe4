"""What the registers show beside their rows: institutions to filter by, records of one owner, counts, states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from matchmaker.models import Achievement, Expert, Need, Organization
from matchmaker.models.codes import OrganizationKind
from matchmaker.services.scope import achievements_in_scope, experts_in_scope, needs_in_scope, organizations_in_scope
from matchmaker.services.work import Work

LIMIT = 200


@dataclass(frozen=True)
class RecordCounts:
    """How many needs and experts of an organization the caller may see."""

    needs: int
    experts: int


def institutions_with_experts(*, work: Work) -> list[tuple[int, str, str]]:
    """(key, reference, name) of every institution that has an expert in the caller's scope, by name."""
    ids = select(Expert.institution_id).where(experts_in_scope(work.actor), Expert.institution_id.isnot(None))
    query = select(Organization.id, Organization.ref, Organization.name).where(Organization.id.in_(ids))
    return [(row.id, row.ref, row.name) for row in work.session.execute(query.order_by(Organization.name))]


def achievements_of(*, work: Work, owner: Expert | Organization) -> Sequence[Achievement]:
    """The newest achievements of an expert or institution."""
    column = Achievement.expert_id if isinstance(owner, Expert) else Achievement.institution_id
    query = select(Achievement).where(column == owner.id, achievements_in_scope(work.actor))
    return work.session.scalars(query.order_by(Achievement.id.desc()).limit(LIMIT)).all()


def experts_of(*, work: Work, organization: Organization) -> Sequence[Expert]:
    """The experts of an institution, by name."""
    query = select(Expert).where(Expert.institution_id == organization.id, experts_in_scope(work.actor))
    return work.session.scalars(query.order_by(Expert.name, Expert.id).limit(LIMIT)).all()


def needs_of(*, work: Work, organization: Organization) -> Sequence[Need]:
    """The needs of an enterprise, the newest first."""
    query = select(Need).where(Need.organization_id == organization.id, needs_in_scope(work.actor))
    return work.session.scalars(query.order_by(Need.id.desc()).limit(LIMIT)).all()


def count_records_of(*, work: Work, organizations: Sequence[Organization]) -> dict[str, RecordCounts]:
    """Reference -> counts, for the rows of a list."""
    ids = [row.id for row in organizations]
    needs = select(Need.organization_id, func.count()).where(Need.organization_id.in_(ids), needs_in_scope(work.actor))
    experts = select(Expert.institution_id, func.count()).where(
        Expert.institution_id.in_(ids), experts_in_scope(work.actor)
    )
    of_needs = {key: count for key, count in work.session.execute(needs.group_by(Need.organization_id))}
    of_experts = {key: count for key, count in work.session.execute(experts.group_by(Expert.institution_id))}
    return {row.ref: RecordCounts(of_needs.get(row.id, 0), of_experts.get(row.id, 0)) for row in organizations}


def count_by_kind(*, work: Work) -> dict[OrganizationKind, int]:
    """How many organizations of each kind the caller may see; kinds without one are absent."""
    query = select(Organization.kind, func.count()).where(organizations_in_scope(work.actor))
    return {kind: count for kind, count in work.session.execute(query.group_by(Organization.kind))}
