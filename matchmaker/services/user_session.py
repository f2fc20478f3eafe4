"""Sessions (登录会话) as rows: start, find, renew, end, list and purge. Only the hash of a session's token is stored.

An ended session stays for KNOWN_FOR: it is the fact that the account was used from that network, which sign-in limits
look at (see `matchmaker.services.sign_in`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.orm import contains_eager

from matchmaker.errors import NotFound
from matchmaker.models import User, UserSession
from matchmaker.models.codes import Role
from matchmaker.services.audit import audit
from matchmaker.services.origin import Origin
from matchmaker.services.work import ANONYMOUS, Actor, Work, actor_of, token_hash
from matchmaker.services.work_source import WorkSource
from matchmaker.settings import Settings

KNOWN_FOR = timedelta(days=90)
# How long a password alone is good for, until the second factor follows.
UNFINISHED_FOR = timedelta(minutes=10)
TOUCH_EVERY = timedelta(minutes=1)
SECOND_FACTOR_ROLES = frozenset({Role.COUNTY, Role.CITY, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class SessionRules:
    """How long sessions live, and whether organizers and administrators need a second factor."""

    idle: timedelta
    absolute: timedelta
    second_factor_required: bool = True


def session_rules(settings: Settings) -> SessionRules:
    """The rules that `settings` state."""
    return SessionRules(
        idle=timedelta(minutes=settings.session_idle_minutes),
        absolute=timedelta(hours=settings.session_hours),
        second_factor_required=settings.second_factor_required,
    )


class Step(StrEnum):
    """What a session still waits for before it may do anything else."""

    NONE = "none"
    CODE = "code"
    ENROL = "enrol"
    PASSWORD = "password"


@dataclass(frozen=True)
class FoundSession:
    """A live session. While a step is open its `actor` is nobody; `owner` may take that step only."""

    id: int
    user: User
    step: Step
    created_at: datetime
    last_seen_at: datetime

    @property
    def owner(self) -> Actor:
        return actor_of(self.user)

    @property
    def actor(self) -> Actor:
        return self.owner if self.step is Step.NONE else ANONYMOUS


def open_step(user: User, second_factor_at: datetime | None, rules: SessionRules) -> Step:
    """What has to happen next in a session of `user`."""
    if user.totp_confirmed_at is not None:
        if second_factor_at is None:
            return Step.CODE
    elif rules.second_factor_required and user.role in SECOND_FACTOR_ROLES:
        return Step.ENROL
    return Step.PASSWORD if user.must_change_password else Step.NONE


def start_session(*, work: Work, user: User, origin: Origin, rules: SessionRules) -> str:
    """Begin a session with a new token, which is returned. Until a second factor follows it lives for minutes only."""
    token, now = work.new_token(), work.now()
    unfinished = open_step(user, None, rules) in (Step.CODE, Step.ENROL)
    session = UserSession(
        user_id=user.id,
        token_hash=token_hash(token),
        created_at=now,
        last_seen_at=now,
        expires_at=now + (UNFINISHED_FOR if unfinished else rules.absolute),
        address=origin.network,
        agent=origin.agent,
    )
    work.session.add(session)
    return token


def renew_session(*, work: Work, session_id: int, rules: SessionRules, second_factor: bool = False) -> str:
    """Give the session a new token (returned; the old one is dead) and its full life: its rights have changed."""
    token, now = work.new_token(), work.now()
    values = {"token_hash": token_hash(token), "last_seen_at": now, "expires_at": now + rules.absolute}
    if second_factor:
        values["second_factor_at"] = now
    work.session.execute(update(UserSession).where(UserSession.id == session_id).values(values))
    return token


def find_session(*, work: Work, token: str, rules: SessionRules) -> FoundSession | None:
    """The live session of `token`, or None: unknown, ended, idle or old for too long, or its user switched off."""
    if not token.isascii():
        return None
    query = (
        select(UserSession)
        .join(UserSession.user)
        .where(UserSession.token_hash == token_hash(token), _alive(work, rules), User.active.is_(True))
        .options(contains_eager(UserSession.user).joinedload(User.organization))
        .execution_options(populate_existing=True)
    )
    row = work.session.scalars(query).one_or_none()
    if row is None:
        return None
    step = open_step(row.user, row.second_factor_at, rules)
    return FoundSession(row.id, row.user, step, row.created_at, row.last_seen_at)


def resume_session(*, works: WorkSource, token: str, rules: SessionRules) -> FoundSession | None:
    """`find_session` for each request: also notes that the session is in use, at most once in TOUCH_EVERY."""
    with works.reading() as work:
        found = find_session(work=work, token=token, rules=rules)
    if found is not None and found.last_seen_at <= works.clock() - TOUCH_EVERY:
        with works.writing() as work:
            same = (UserSession.id == found.id) & (UserSession.last_seen_at == found.last_seen_at)
            work.session.execute(update(UserSession).where(same).values(last_seen_at=work.now()))
    return found


def end_session(*, work: Work, token: str) -> None:
    """Sign out. Nothing happens if the session has ended already."""
    if not token.isascii():
        return
    query = select(UserSession).where(UserSession.token_hash == token_hash(token), UserSession.expires_at > work.now())
    session = work.session.scalars(query).one_or_none()
    if session is not None:
        session.expires_at = work.now()
        audit(work=work.as_actor(actor_of(session.user)), action="user.sign_out", subject=session.user)


def end_sessions(*, work: Work, user: User, keep: int | None = None) -> int:
    """End all sessions of `user` but the one with id `keep`; how many."""
    others = (UserSession.user_id == user.id) & (UserSession.expires_at > work.now())
    if keep is not None:
        others &= UserSession.id != keep
    ended = update(UserSession).where(others).values(expires_at=work.now()).returning(UserSession.id)
    return len(work.session.scalars(ended).all())


def own_sessions(*, work: Work, rules: SessionRules) -> Sequence[UserSession]:
    """The caller's live sessions, the most recently used first."""
    mine = UserSession.user_id == (work.actor.user_id or 0)
    query = select(UserSession).where(mine, _alive(work, rules))
    return work.session.scalars(query.order_by(UserSession.last_seen_at.desc(), UserSession.id)).all()


def end_own_session(*, work: Work, session_id: int, rules: SessionRules) -> None:
    """End one of the caller's sessions (a forgotten browser elsewhere)."""
    chosen = next((row for row in own_sessions(work=work, rules=rules) if row.id == session_id), None)
    if chosen is None:
        raise NotFound(kind="session", ref=str(session_id))
    chosen.expires_at = work.now()
    audit(work=work, action="user.session_end", subject=chosen.user)


def is_known_place(*, work: Work, user_id: int, origin: Origin, with_second_factor: bool = False) -> bool:
    """Whether this account was signed in to from this network within KNOWN_FOR."""
    if not origin.is_known:
        return False
    there = (UserSession.user_id == user_id) & (UserSession.address == origin.network)
    there &= UserSession.created_at > work.now() - KNOWN_FOR
    if with_second_factor:
        there &= UserSession.second_factor_at.is_not(None)
    return bool(work.session.scalar(select(exists().where(there))))


def remember_place(*, work: Work, user: User, origin: Origin) -> None:
    """Make the network a known place of `user`, who has proved to be there in another way, without a session."""
    now = work.now()
    work.session.add(
        UserSession(
            user_id=user.id,
            token_hash=token_hash(work.new_token()),
            created_at=now,
            last_seen_at=now,
            expires_at=now,
            address=origin.network,
            agent=origin.agent,
        )
    )


def purge_sessions(*, work: Work) -> int:
    """Delete the sessions that ended longer than KNOWN_FOR ago; how many."""
    old = delete(UserSession).where(UserSession.expires_at < work.now() - KNOWN_FOR)
    return len(work.session.scalars(old.returning(UserSession.id)).all())


def _alive(work: Work, rules: SessionRules) -> ColumnElement[bool]:
    now = work.now()
    return (UserSession.expires_at > now) & (UserSession.last_seen_at > now - rules.idle)
