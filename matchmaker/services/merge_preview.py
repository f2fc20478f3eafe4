"""Before two records of one body are merged: which may be the same, and what would move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from matchmaker.models import Achievement, Contact, Expert, Need, Organization, User
from matchmaker.services.organization import merge_candidates
from matchmaker.services.scope import organizations_in_scope
from matchmaker.services.work import Work

# kind of record -> the column that follows a merge
MOVING: dict[str, Any] = {
    "needs": Need.organization_id,
    "experts": Expert.institution_id,
    "achievements": Achievement.institution_id,
    "contacts": Contact.organization_id,
    "accounts": User.organization_id,
}


@dataclass(frozen=True)
class MergePreview:
    """What merging would do: how many records of each kind move, and which code the merged record would have."""

    moves: dict[str, int]
    uscc: str | None
    two_codes: bool


def twins_of(*, work: Work, organization: Organization) -> list[Organization]:
    """Records of the caller's scope that may be the same body."""
    found = {row.id for row in merge_candidates(session=work.session, organization=organization)}
    query = select(Organization).where(Organization.id.in_(found), organizations_in_scope(work.actor))
    return list(work.session.scalars(query.order_by(Organization.verified.desc(), Organization.id)))


def preview_merge(*, work: Work, keep: Organization, drop: Organization) -> MergePreview:
    """What `keep` would take over from `drop`. Counts are of all records: a merge moves all of them."""
    moves = {
        kind: work.session.scalar(select(func.count()).where(column == drop.id)) or 0 for kind, column in MOVING.items()
    }
    both = keep.uscc is not None and drop.uscc is not None and keep.uscc != drop.uscc
    return MergePreview(moves=moves, uscc=keep.uscc or drop.uscc, two_codes=both)
