"""Organizations (单位): create, edit, verify, and merge two records of one body."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from matchmaker.errors import Conflicting, InvalidInput, NotFound
from matchmaker.identity import name_key, short_name_key
from matchmaker.locale import N_
from matchmaker.models import (
    Achievement,
    Affiliation,
    Classification,
    Conflict,
    Contact,
    Expert,
    Need,
    Organization,
    Suggestion,
    User,
)
from matchmaker.models.codes import OrganizationKind, Role, SuggestionState
from matchmaker.services.audit import audit, differences
from matchmaker.services.classification import Code, classify
from matchmaker.services.scope import require_role
from matchmaker.services.work import Work

ORGANIZERS = (Role.COUNTY, Role.CITY, Role.ADMINISTRATOR)
EDITABLE = frozenset(
    {"name", "uscc", "county_code", "zone_code", "address", "website", "legal_representative", "industry", "employees",
     "profile", "email_domain", "tags", "schools"}
)  # fmt: skip


@dataclass(frozen=True)
class NewOrganization:
    """What is known of a body when it is first heard of; only kind and name are needed."""

    kind: OrganizationKind
    name: str
    uscc: str | None = None
    county_code: str | None = None
    zone_code: str | None = None
    verified: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    codes: tuple[Code, ...] = ()
    source: str | None = None
    external_id: str | None = None


def create_organization(*, work: Work, new: NewOrganization) -> Organization:
    """Store a new organization; 待核实 unless `verified` (which needs an organizer)."""
    if not new.name.strip():
        raise InvalidInput(field="name", problem=N_("The name is empty: write the full registered name."))
    _require_free_uscc(work.session, new.uscc, None)
    now = work.now()
    row = Organization(
        ref=work.new_ref(),
        kind=new.kind,
        name=new.name.strip(),
        name_key=name_key(new.name),
        uscc=new.uscc,
        county_code=new.county_code,
        zone_code=new.zone_code,
        verified=new.verified and new.uscc is not None,
        verified_at=now if new.verified and new.uscc else None,
        source=new.source,
        external_id=new.external_id,
        created_at=now,
        updated_at=now,
        **{name: value for name, value in new.values.items() if name in EDITABLE},
    )
    work.session.add(row)
    classify(row, new.codes)
    work.session.flush()
    audit(work=work, action="organization.create", subject=row, after={"name": row.name, "verified": row.verified})
    return row


def find_organization(
    *, session: Session, name: str, kind: OrganizationKind | None = None, uscc: str | None = None
) -> Organization | None:
    """The organization with this USCC, or else with this name; a merged one leads to the one that took it over."""
    row = None
    if uscc:
        row = session.scalars(select(Organization).where(Organization.uscc == uscc)).one_or_none()
    if row is None and name.strip():
        query = select(Organization).where(Organization.name_key == name_key(name))
        if kind is not None:
            query = query.where(Organization.kind == kind)
        row = session.scalars(query.order_by(Organization.verified.desc(), Organization.id)).first()
    while row is not None and row.merged_into_id is not None:
        row = session.get_one(Organization, row.merged_into_id)
    return row


def find_or_create_organization(*, work: Work, new: NewOrganization) -> tuple[Organization, bool]:
    """The known organization, or a new one; the second value says whether it was created."""
    known = find_organization(session=work.session, name=new.name, kind=new.kind, uscc=new.uscc)
    if known is not None:
        return known, False
    return create_organization(work=work, new=new), True


def edit_organization(
    *, work: Work, organization: Organization, values: dict[str, Any], codes: tuple[Code, ...] | None = None
) -> Organization:
    """Change fields of an organization. An enterprise edits its own record, organizers those of their scope."""
    own = work.actor.organization_id == organization.id
    if not own:
        require_role(work, "organization.edit", *ORGANIZERS, scope="organizations:write")
    unknown = set(values) - EDITABLE
    if unknown:
        raise InvalidInput(field=", ".join(sorted(unknown)), problem=N_("This field cannot be changed here."))
    if "uscc" in values:
        _require_free_uscc(work.session, values["uscc"], organization.id)
    before, after = differences(organization, values)
    for name, value in values.items():
        setattr(organization, name, value)
    if "name" in values:
        organization.name_key = name_key(values["name"])
    if codes is not None:
        classify(organization, codes)
    if before or codes is not None:
        organization.updated_at = work.now()
        audit(work=work, action="organization.edit", subject=organization, before=before, after=after)
    return organization


def verify_organization(*, work: Work, organization: Organization, uscc: str) -> Organization:
    """Confirm a 待核实 organization with its USCC."""
    require_role(work, "organization.verify", *ORGANIZERS)
    _require_free_uscc(work.session, uscc, organization.id)
    before = {"verified": organization.verified, "uscc": organization.uscc}
    organization.uscc, organization.verified, organization.verified_at = uscc, True, work.now()
    organization.updated_at = work.now()
    audit(work=work, action="organization.verify", subject=organization, before=before, after={"uscc": uscc})
    return organization


def merge_candidates(*, session: Session, organization: Organization, limit: int = 10) -> list[Organization]:
    """Records that may be the same body: the same name without its legal form, best-known first."""
    short = short_name_key(organization.name)
    query = (
        select(Organization)
        .where(
            Organization.kind == organization.kind,
            Organization.id != organization.id,
            Organization.merged_into_id.is_(None),
            func.substr(Organization.name_key, 1, len(short)) == short,
        )
        .order_by(Organization.verified.desc(), Organization.id)
        .limit(limit)
    )
    return list(session.scalars(query))


def merge_organizations(*, work: Work, keep: Organization, drop: Organization, why: str = "") -> Organization:
    """Let `keep` take over all records of `drop` (needs, experts, contacts, users ...); `drop` becomes a pointer.

    Undo is by hand: the audit event lists what moved.
    """
    require_role(work, "organization.merge", *ORGANIZERS)
    if keep.id == drop.id or keep.merged_into_id or drop.merged_into_id or keep.kind != drop.kind:
        raise Conflicting(what="organization")
    moved = {model.__tablename__: _move(work.session, model, column, drop.id, keep.id) for model, column in _POINTERS}
    if keep.uscc is None and drop.uscc is not None:
        uscc, drop.uscc = drop.uscc, None
        work.session.flush()
        keep.uscc, keep.verified, keep.verified_at = uscc, drop.verified, drop.verified_at
    undecided = (Suggestion.enterprise_id == drop.id) & (Suggestion.state == SuggestionState.SUGGESTED)
    work.session.execute(delete(Suggestion).where(undecided))
    drop.merged_into_id = keep.id
    keep.updated_at = drop.updated_at = work.now()
    audit(work=work, action="organization.merge", subject=keep, after={"took_over": drop.ref, "moved": moved}, why=why)
    work.session.expire(keep)
    return keep


# Every plain pointer to an organization that follows a merge (unique pairs are handled in `_move`).
_POINTERS: tuple[tuple[Any, Any], ...] = (
    (Need, Need.organization_id),
    (Contact, Contact.organization_id),
    (Expert, Expert.institution_id),
    (Affiliation, Affiliation.organization_id),
    (Achievement, Achievement.institution_id),
    (User, User.organization_id),
    (Classification, Classification.organization_id),
    (Conflict, Conflict.organization_id),
)


def _move(session: Session, model: Any, column: Any, source: int, target: int) -> int:
    if model in (Affiliation, Conflict):
        taken = select(model.expert_id).where(column == target)
        for row in session.scalars(select(model).where(column == source, model.expert_id.in_(taken))):
            session.delete(row)
        session.flush()
    result = session.execute(update(model).where(column == source).values({column.key: target}))
    return int(result.rowcount)  # type: ignore[attr-defined]


def get_organization(*, session: Session, organization_id: int) -> Organization:
    """The organization with this key."""
    row = session.get(Organization, organization_id)
    if row is None:
        raise NotFound(kind="organization", ref=str(organization_id))
    return row


def _require_free_uscc(session: Session, uscc: str | None, own_id: int | None) -> None:
    if uscc is None:
        return
    taken = session.scalars(select(Organization).where(Organization.uscc == uscc)).one_or_none()
    if taken is not None and taken.id != own_id:
        raise InvalidInput(
            field="uscc", problem=N_("This code belongs to %(owner)s already: merge the two records."), owner=taken.name
        )
