"""Whose account somebody may see, and whose they may manage."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, or_, select, true

from matchmaker.errors import Forbidden, NotFound
from matchmaker.models import Organization, User
from matchmaker.models.codes import Role
from matchmaker.services.user_values import sign_in_key
from matchmaker.services.work import Actor, Work

# Nobody hands out more than they hold: only administrators make city organizers, auditors and administrators.
MANAGES: dict[Role, frozenset[Role]] = {
    Role.ADMINISTRATOR: frozenset(Role),
    Role.CITY: frozenset({Role.ENTERPRISE, Role.COUNTY, Role.LIAISON}),
}


def users_in_scope(actor: Actor) -> ColumnElement[bool]:
    """Accounts the actor may see.

    City organizers, auditors and administrators: all. County organizers: their county's own and its enterprises'.
    Everybody else: those of their organization. API clients: none.
    """
    if actor.kind == "system" or actor.role in (Role.CITY, Role.AUDITOR, Role.ADMINISTRATOR):
        return true()
    if actor.kind != "user":
        return false()
    own = User.id == actor.user_id
    if actor.role is Role.COUNTY and actor.county_code is not None:
        enterprises = select(Organization.id).where(Organization.county_code == actor.county_code)
        employed = User.organization_id.in_(enterprises) & (User.role == Role.ENTERPRISE)
        return or_(own, User.county_code == actor.county_code, employed)
    if actor.organization_id is not None:
        return or_(own, User.organization_id == actor.organization_id)
    return own


def get_user(*, work: Work, ref: str) -> User:
    """The user with reference `ref`, or NotFound if there is none in the caller's scope."""
    query = select(User).where(User.ref == ref, users_in_scope(work.actor))
    user = work.session.scalars(query).one_or_none()
    if user is None:
        raise NotFound(kind="user", ref=ref)
    return user


def get_user_by_name(*, work: Work, name: str) -> User:
    """The user with this user name or e-mail address, or NotFound if there is none in the caller's scope."""
    key = sign_in_key(name)
    named = or_(User.username == key, User.email == key)
    user = work.session.scalars(select(User).where(named, users_in_scope(work.actor))).one_or_none()
    if user is None:
        raise NotFound(kind="user", ref=name)
    return user


def require_manager(work: Work, action: str, *roles: Role) -> None:
    """Raise Forbidden unless the actor may manage users of all `roles`."""
    actor = work.actor
    if actor.kind == "system":
        return
    managed = MANAGES.get(actor.role, frozenset()) if actor.role is not None else frozenset()
    if not managed.issuperset(roles):
        raise Forbidden(action=action)
