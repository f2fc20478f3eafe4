"""Experts and teams (专家, 团队): create, edit, state, conflicts; passages follow every change."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from matchmaker.errors import InvalidInput
from matchmaker.identity import name_key
from matchmaker.locale import N_
from matchmaker.models import Affiliation, Conflict, Contact, Expert, Organization
from matchmaker.models.codes import ExpertKind, ExpertState, ProfileBasis, Role
from matchmaker.services.audit import audit, differences
from matchmaker.services.classification import Code, classify
from matchmaker.services.passage import rebuild_passages
from matchmaker.services.scope import require_role
from matchmaker.services.work import Work

KEEPERS = (Role.CITY, Role.COUNTY, Role.ADMINISTRATOR, Role.LIAISON)
STALE_AFTER = timedelta(days=730)
EDITABLE = frozenset(
    {"name", "school", "title", "degree", "gender", "birth_year", "region", "profile", "directions", "projects",
     "services", "basis", "max_visits", "max_days", "available_dates", "profile_source", "profile_updated_on"}
)  # fmt: skip


@dataclass(frozen=True)
class NewExpert:
    """A profile as it comes in; `values` may hold any of EDITABLE."""

    kind: ExpertKind
    name: str
    institution: Organization | None = None
    further_institutions: tuple[Organization, ...] = ()
    basis: ProfileBasis = ProfileBasis.PROVIDED
    state: ExpertState = ExpertState.ACTIVE
    values: dict[str, Any] = field(default_factory=dict)
    codes: tuple[Code, ...] = ()
    mobile: str | None = None
    email: str | None = None
    source: str | None = None
    external_id: str | None = None


def create_expert(*, work: Work, new: NewExpert) -> Expert:
    """Store a new profile. A liaison may only add experts of its own institution."""
    require_role(work, "expert.create", *KEEPERS, scope="experts:write")
    if not new.name.strip():
        raise InvalidInput(field="name", problem=N_("The name is empty."))
    own = new.institution is not None and new.institution.id == work.actor.organization_id
    if work.actor.role is Role.LIAISON and not own:
        raise InvalidInput(field="institution", problem=N_("You can add experts of your own institution only."))
    now = work.now()
    row = Expert(
        ref=work.new_ref(),
        kind=new.kind,
        name=new.name.strip(),
        name_key=name_key(new.name),
        institution=new.institution,
        basis=new.basis,
        state=new.state,
        source=new.source,
        external_id=new.external_id,
        created_at=now,
        updated_at=now,
        **{"profile_updated_on": work.today()} | _editable(new.values),
    )
    row.affiliations = [Affiliation(organization=organization) for organization in new.further_institutions]
    if new.mobile or new.email:
        contact = Contact(name=row.name, mobile=new.mobile, email=new.email, created_at=now, updated_at=now)
        row.contacts.append(contact)
    work.session.add(row)
    classify(row, new.codes)
    rebuild_passages(work=work, owner=row)
    audit(work=work, action="expert.create", subject=row, after={"name": row.name, "kind": row.kind})
    return row


def edit_expert(*, work: Work, expert: Expert, values: dict[str, Any], codes: tuple[Code, ...] | None = None) -> Expert:
    """Change fields of a profile; counts as an update of the profile unless `profile_updated_on` says otherwise."""
    require_role(work, "expert.edit", *KEEPERS, scope="experts:write")
    values = {"profile_updated_on": work.today()} | _editable(values)
    before, after = differences(expert, values)
    for name, value in values.items():
        setattr(expert, name, value)
    expert.name_key = name_key(expert.name)
    reclassified = codes is not None and classify(expert, codes)
    if before or reclassified:
        expert.updated_at = work.now()
        rebuild_passages(work=work, owner=expert)
        audit(work=work, action="expert.edit", subject=expert, before=before, after=after)
    return expert


def set_expert_state(*, work: Work, expert: Expert, state: ExpertState, why: str = "") -> Expert:
    """Let an expert take part, rest, retire or withdraw; takes effect at the next search."""
    require_role(work, "expert.state", *KEEPERS)
    if expert.state is state:
        return expert
    before = {"state": expert.state}
    expert.state = state
    expert.withdrawn_at = work.now() if state is ExpertState.WITHDRAWN else None
    expert.updated_at = work.now()
    rebuild_passages(work=work, owner=expert)
    audit(work=work, action="expert.state", subject=expert, before=before, after={"state": state}, why=why)
    return expert


def rest_stale_experts(*, work: Work) -> int:
    """Let profiles rest that nobody updated for two years; returns how many."""
    limit: date = work.today() - STALE_AFTER
    stale = select(Expert).where(Expert.state == ExpertState.ACTIVE, Expert.profile_updated_on < limit)
    rows = list(work.session.scalars(stale))
    for row in rows:
        set_expert_state(work=work, expert=row, state=ExpertState.RESTING, why="profile older than two years")
    return len(rows)


def declare_conflict(
    *, work: Work, expert: Expert, organization: Organization, kind: str, note: str = "", until: date | None = None
) -> Conflict:
    """Note a relation that keeps the two apart (declared, shared_project), or that they cooperate already."""
    require_role(work, "conflict.declare", *KEEPERS)
    if kind not in CONFLICT_KINDS:
        known = ", ".join(CONFLICT_KINDS)
        raise InvalidInput(field="kind", problem=N_("Unknown kind of relation. Known: %(known)s."), known=known)
    now = work.now()
    row = next((c for c in expert.conflicts if c.organization_id == organization.id and c.kind == kind), None)
    if row is None:
        row = Conflict(organization=organization, kind=kind, created_at=now, updated_at=now)
        expert.conflicts.append(row)
    row.note, row.until, row.updated_at = note, until, now
    after = {"organization": organization.ref, "kind": kind}
    audit(work=work, action="conflict.declare", subject=expert, after=after, why=note)
    return row


CONFLICT_KINDS = ("declared", "shared_project", "cooperating")


def _editable(values: dict[str, Any]) -> dict[str, Any]:
    unknown = set(values) - EDITABLE
    if unknown:
        raise InvalidInput(field=", ".join(sorted(unknown)), problem=N_("This field cannot be changed here."))
    return dict(values)
