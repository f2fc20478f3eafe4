"""Users: create, edit, give a role, deactivate and list. City organizers and administrators manage them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from matchmaker.errors import Conflicting, Forbidden, InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Organization, User
from matchmaker.models.codes import Role
from matchmaker.services.audit import audit, differences
from matchmaker.services.password import SALT_BYTES, check_password, hash_password, made_password
from matchmaker.services.password_reset import void_links
from matchmaker.services.user_scope import require_manager, users_in_scope
from matchmaker.services.user_session import end_sessions
from matchmaker.services.user_values import check_placement, checked_values
from matchmaker.services.work import Work

OWN_FIELDS = frozenset({"display_name", "mobile", "locale"})


@dataclass(frozen=True)
class NewUser:
    """A person who gets an account. `organization` and `county_code` as the role asks (see `user_values`)."""

    username: str
    display_name: str
    role: Role
    email: str | None = None
    mobile: str | None = None
    organization: Organization | None = None
    county_code: str | None = None
    locale: str | None = None


@dataclass(frozen=True)
class Credentials:
    """A user and the password just made for them: show it once, store it nowhere. None if the caller chose it."""

    user: User
    password: str | None = field(repr=False)


def create_user(
    *, work: Work, new: NewUser, password: str | None = None, must_change_password: bool = True
) -> Credentials:
    """Store a new user. Without a `password` one is made and returned; it has to be changed at the first sign-in."""
    require_manager(work, "user.create", new.role)
    values = checked_values(
        work.session,
        {"username": new.username, "display_name": new.display_name, "email": new.email, "mobile": new.mobile,
         "locale": new.locale},
    )  # fmt: skip
    check_placement(new.role, new.organization, new.county_code)
    if password is not None:
        check_password(password, username=values["username"], personal=(values["email"], values["mobile"]))
    made = made_password(work) if password is None else None
    now = work.now()
    user = User(
        ref=work.new_ref(),
        role=new.role,
        organization=new.organization,
        county_code=new.county_code,
        password_hash=hash_password(made or password or "", salt=work.entropy(SALT_BYTES)),
        must_change_password=must_change_password or made is not None,
        created_at=now,
        updated_at=now,
        **values,
    )
    work.session.add(user)
    _flush(work)
    after = {"username": user.username, "display_name": user.display_name, "email": user.email} | _place(user)
    audit(work=work, action="user.create", subject=user, after=after)
    return Credentials(user=user, password=made)


def edit_user(*, work: Work, user: User, values: dict[str, Any], version: int | None = None) -> User:
    """Change username, display_name, email, mobile or locale of `user`. People edit OWN_FIELDS of their own account.

    `version`: the one the caller saw; Conflicting if it is no longer that.
    """
    if not (work.actor.user_id == user.id and OWN_FIELDS.issuperset(values)):
        require_manager(work, "user.edit", user.role)
    if version is not None and user.version != version:
        raise Conflicting(what="user")
    before, after = differences(user, checked_values(work.session, values, user.id))
    if not before:
        return user
    for name, value in after.items():
        setattr(user, name, value)
    user.updated_at = work.now()
    _flush(work)
    if "email" in after:
        void_links(work=work, user=user)  # they went to an address that is no longer this person's
    audit(work=work, action="user.edit", subject=user, before=before, after=after)
    return user


def set_role(
    *, work: Work, user: User, role: Role, organization: Organization | None = None, county_code: str | None = None
) -> User:
    """Give `user` a role and its place. All their sessions end: nobody goes on with what they no longer are."""
    require_manager(work, "user.role", user.role, role)
    _refuse_self(work, user, "user.role")
    check_placement(role, organization, county_code)
    if role is not Role.ADMINISTRATOR:
        _keep_an_administrator(work, user)
    before = _place(user)
    user.role, user.organization, user.county_code = role, organization, county_code
    if before == _place(user):
        return user
    user.updated_at = work.now()
    work.session.flush()
    end_sessions(work=work, user=user)
    audit(work=work, action="user.role", subject=user, before=before, after=_place(user))
    return user


def deactivate_user(*, work: Work, user: User, why: str = "") -> User:
    """Switch the account off: no sign-in, all sessions and links end at once. The records stay."""
    require_manager(work, "user.deactivate", user.role)
    _refuse_self(work, user, "user.deactivate")
    _keep_an_administrator(work, user)
    if user.active:
        user.active, user.updated_at = False, work.now()
        work.session.flush()
        void_links(work=work, user=user)
        ended = end_sessions(work=work, user=user)
        audit(work=work, action="user.deactivate", subject=user, after={"sessions_ended": ended}, why=why)
    return user


def reactivate_user(*, work: Work, user: User, why: str = "") -> User:
    """Switch the account on again, with the password it had."""
    require_manager(work, "user.reactivate", user.role)
    if not user.active:
        user.active, user.updated_at = True, work.now()
        audit(work=work, action="user.reactivate", subject=user, why=why)
    return user


@dataclass(frozen=True)
class UserFilter:
    """What to look for; empty fields do not filter. `text` is part of a user name, a name or an e-mail address."""

    text: str = ""
    role: Role | None = None
    active: bool | None = None


def users_query(*, work: Work, where: UserFilter) -> Select[User]:
    """The users this caller may see, by user name."""
    query = select(User).where(users_in_scope(work.actor)).order_by(User.username)
    text = "".join(character for character in where.text if character.isprintable())
    if text:
        columns = (User.username, User.display_name, User.email)
        query = query.where(or_(*(column.icontains(text, autoescape=True) for column in columns)))
    if where.role is not None:
        query = query.where(User.role == where.role)
    if where.active is not None:
        query = query.where(User.active.is_(where.active))
    return query.options(joinedload(User.organization))


def list_users(*, work: Work, where: UserFilter | None = None) -> Sequence[User]:
    """The users this caller may see, with their organizations."""
    return work.session.scalars(users_query(work=work, where=where or UserFilter())).all()


def _place(user: User) -> dict[str, Any]:
    organization = user.organization.ref if user.organization is not None else None
    return {"role": user.role, "organization": organization, "county_code": user.county_code}


def _flush(work: Work) -> None:
    try:
        work.session.flush()
    except IntegrityError as error:  # another transaction took the same name or address a moment ago
        raise Conflicting(what="user") from error


def _refuse_self(work: Work, user: User, action: str) -> None:
    if work.actor.user_id == user.id:
        raise Forbidden(action=action)


def _keep_an_administrator(work: Work, user: User) -> None:
    """Raise InvalidInput if `user` is the last active administrator. Locks them all: two may go at the same time."""
    active = select(User.id).where(User.role == Role.ADMINISTRATOR, User.active.is_(True))
    if set(work.session.scalars(active.order_by(User.id).with_for_update())) == {user.id}:
        raise InvalidInput(field="role", problem=N_("This is the last administrator: make another one first."))
