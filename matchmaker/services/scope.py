"""Who sees what: the one place that turns an actor into a condition on rows.

Every list and every single record is read through these functions, so that "missing" and "not yours" look the same.
"""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session

from matchmaker.errors import Forbidden, NotFound
from matchmaker.models import Achievement, Affiliation, Expert, Need, Organization, Suggestion
from matchmaker.models.codes import Confidentiality, NeedState, OrganizationKind, Role
from matchmaker.services.work import Actor, Work

Row = TypeVar("Row", Need, Expert, Organization, Achievement, Suggestion)


def needs_in_scope(actor: Actor) -> ColumnElement[bool]:
    """Needs whose INTERNAL version the actor may read.

    Enterprise: its own. County organizer: its county's. City, auditor, administrator: all that were submitted.
    API clients with `needs:read`: what is not confidential; with `needs:confidential` those too.
    """
    if actor.role is Role.ENTERPRISE:
        return Need.organization_id == actor.organization_id
    submitted = Need.state != NeedState.DRAFT
    if actor.role is Role.COUNTY and actor.county_code is None:
        return false()
    if actor.role is Role.COUNTY:
        return (Need.county_code == actor.county_code) & or_(submitted, Need.entered_by_id == actor.user_id)
    if actor.kind == "client":
        if "needs:read" not in actor.scopes:
            return false()
        if "needs:confidential" in actor.scopes:
            return submitted
        return submitted & (Need.confidentiality != Confidentiality.CONFIDENTIAL)
    if actor.role in (Role.CITY, Role.AUDITOR, Role.ADMINISTRATOR) or actor.kind == "system":
        return or_(submitted, Need.entered_by_id == actor.user_id) if actor.kind == "user" else true()
    return false()


def needs_out_of_scope(actor: Actor) -> ColumnElement[bool] | None:
    """The needs that `needs_in_scope` leaves out, for actors who may read nearly all; None for the others.

    Few needs are drafts or confidential: whoever filters a search by keys reads this short list, not the long one.
    """
    draft = Need.state == NeedState.DRAFT
    if actor.kind == "client" and "needs:read" in actor.scopes:
        return draft if "needs:confidential" in actor.scopes else or_(
            draft, Need.confidentiality == Confidentiality.CONFIDENTIAL
        )  # fmt: skip
    if actor.kind == "user" and actor.role in (Role.CITY, Role.AUDITOR, Role.ADMINISTRATOR):
        return draft & Need.entered_by_id.is_distinct_from(actor.user_id)
    return None


def experts_in_scope(actor: Actor) -> ColumnElement[bool]:
    """Experts the actor may see: organizers and auditors all, a liaison those of its institution."""
    if actor.is_organizer or actor.role is Role.AUDITOR or actor.kind == "system":
        return true()
    if actor.kind == "client":
        return true() if "experts:read" in actor.scopes else false()
    if actor.role is Role.LIAISON:
        second = select(Affiliation.expert_id).where(Affiliation.organization_id == actor.organization_id)
        return or_(Expert.institution_id == actor.organization_id, Expert.id.in_(second))
    return false()


def achievements_in_scope(actor: Actor) -> ColumnElement[bool]:
    """Achievements follow the same rule as experts."""
    if actor.is_organizer or actor.role is Role.AUDITOR or actor.kind == "system":
        return true()
    if actor.kind == "client":
        return true() if "achievements:read" in actor.scopes else false()
    if actor.role is Role.LIAISON:
        return Achievement.institution_id == actor.organization_id
    return false()


def organizations_in_scope(actor: Actor) -> ColumnElement[bool]:
    """A county organizer sees its county's enterprises and every institution; the others as needed."""
    alive = Organization.merged_into_id.is_(None)
    if actor.role is Role.COUNTY:
        institution = Organization.kind.in_([OrganizationKind.UNIVERSITY, OrganizationKind.INSTITUTE])
        return alive & or_(Organization.county_code == actor.county_code, institution)
    if actor.is_organizer or actor.role is Role.AUDITOR or actor.kind == "system":
        return alive
    if actor.kind == "client":
        return alive if "organizations:read" in actor.scopes else false()
    if actor.role in (Role.ENTERPRISE, Role.LIAISON):
        return alive & (Organization.id == actor.organization_id)
    return false()


def suggestions_in_scope(actor: Actor) -> ColumnElement[bool]:
    """Suggestions for needs (or enterprises) in the scope of an organizer, auditor or API client."""
    if actor.kind == "client" and "suggestions:read" not in actor.scopes:
        return false()
    if not (actor.is_organizer or actor.role is Role.AUDITOR or actor.kind in ("system", "client")):
        return false()
    needs = select(Need.id).where(needs_in_scope(actor))
    enterprises = select(Organization.id).where(organizations_in_scope(actor))
    return or_(Suggestion.need_id.in_(needs), Suggestion.enterprise_id.in_(enterprises))


_SCOPES: dict[type[Any], Any] = {
    Need: needs_in_scope,
    Expert: experts_in_scope,
    Organization: organizations_in_scope,
    Achievement: achievements_in_scope,
    Suggestion: suggestions_in_scope,
}


def in_scope(kind: type[Row], actor: Actor) -> ColumnElement[bool]:
    """The condition for rows of `kind` that `actor` may read."""
    condition: ColumnElement[bool] = _SCOPES[kind](actor)
    return condition


def get_visible(*, work: Work, kind: type[Row], ref: str) -> Row:
    """The row of `kind` with reference `ref`, or NotFound if there is none in the caller's scope."""
    row = find_visible(work.session, kind, ref, work.actor)
    if row is None:
        raise NotFound(kind=kind.__tablename__, ref=ref)
    return row


def find_visible(session: Session, kind: type[Row], ref: str, actor: Actor) -> Row | None:
    """Like `get_visible`, but None instead of an error; what can be no reference is not asked for (NUL, for one)."""
    if not (ref.isascii() and ref.isalnum()):
        return None
    return session.scalars(select(kind).where(kind.ref == ref, in_scope(kind, actor))).one_or_none()


def require_role(work: Work, action: str, *roles: Role, scope: str | None = None) -> None:
    """Raise Forbidden unless the actor has one of `roles`, is the system, or is a client with `scope`."""
    actor = work.actor
    if actor.kind == "system" or actor.role in roles:
        return
    if actor.kind == "client" and scope is not None and scope in actor.scopes:
        return
    raise Forbidden(action=action)
