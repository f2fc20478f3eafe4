"""Password reset (重置密码) by a link in a mail: once, for 30 minutes, and the same answer whatever was asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update

from matchmaker.errors import LinkExpired, TooMany
from matchmaker.models import PasswordReset, User
from matchmaker.services.account_mail import mail_to
from matchmaker.services.audit import audit, audit_plain
from matchmaker.services.origin import Origin
from matchmaker.services.password import SALT_BYTES, check_password, hash_password
from matchmaker.services.rate import Limit, Quota, admit, forget, take
from matchmaker.services.sign_in import pair_quota
from matchmaker.services.user_session import end_sessions, remember_place
from matchmaker.services.user_values import sign_in_key
from matchmaker.services.work import Work, actor_of, token_hash
from matchmaker.services.work_source import WorkSource

LINK_LIFE = timedelta(minutes=30)
# The page that takes a new password; the token follows.
RESET_PATH = "/password-reset/"
PER_NETWORK = Limit("reset.network", count=20, seconds=3600)
EVERYWHERE = Limit("reset.everywhere", count=300, seconds=3600)
# Beyond this nothing is sent, and nothing is said: three links in the owner's mailbox are enough.
PER_ACCOUNT = Limit("reset.account", count=3, seconds=3600)
_LONGEST_EMAIL = 254


@dataclass(frozen=True)
class _Link:
    reset_id: int
    user: User


def request_reset(*, works: WorkSource, email: str, origin: Origin, base_url: str) -> None:
    """Send a reset link, on `base_url`, to the active user with this address; nothing tells whether there is one.

    Raises TooMany for the network or the service as a whole, never for an account.
    """
    wait = admit(works=works, quotas=(Quota(PER_NETWORK, origin.network), Quota(EVERYWHERE)))
    if wait:
        raise TooMany(seconds=wait)
    with works.writing() as work:
        _send(work, sign_in_key(email[: _LONGEST_EMAIL + 1]), origin, base_url)


def link_is_open(*, work: Work, token: str) -> bool:
    """Whether a password may be set with this link. Asking does not use it up."""
    return _find_link(work, token) is not None


def finish_reset(*, works: WorkSource, token: str, password: str, origin: Origin) -> None:
    """Set the password of the link's user. All sessions end, all other links die; the second factor stays.

    The place becomes a known one (see `matchmaker.services.sign_in`): whoever reads the mailbox is no stranger.
    Raises LinkExpired, or InvalidInput for a password that is not accepted (the link stays open).
    """
    with works.reading() as work:
        link = _require_link(work, token)
        personal = (link.user.email, link.user.mobile)
        check_password(password, username=link.user.username, personal=personal)
    new_hash = hash_password(password, salt=works.entropy(SALT_BYTES))
    with works.writing() as work:
        link = _require_link(work, token)
        work.session.refresh(link.user, with_for_update=True)  # before the link: everybody locks in this order
        _use_up(work, link)
        owner = work.as_actor(actor_of(link.user))
        set_new_hash(work=owner, user=link.user, new_hash=new_hash, must_change=False)
        remember_place(work=owner, user=link.user, origin=origin)
        forget(work=owner, quota=pair_quota(link.user.ref, origin))
        after = {"network": origin.network}
        audit(work=owner, action="user.password_reset", subject=link.user, after=after)
        mail_to(work=owner, user=link.user, topic="password_changed")


def set_new_hash(*, work: Work, user: User, new_hash: str, must_change: bool, keep: int | None = None) -> None:
    """Store the hash of a new password: all sessions but the one with id `keep` end, all reset links die."""
    user.password_hash, user.must_change_password, user.updated_at = new_hash, must_change, work.now()
    work.session.flush()
    void_links(work=work, user=user)
    end_sessions(work=work, user=user, keep=keep)


def void_links(*, work: Work, user: User) -> None:
    """Make every reset link of `user` useless."""
    unused = (PasswordReset.user_id == user.id) & PasswordReset.used_at.is_(None)
    work.session.execute(update(PasswordReset).where(unused).values(used_at=work.now()))


def purge_resets(*, work: Work) -> int:
    """Delete the links that can no longer be used; how many."""
    old = delete(PasswordReset).where(PasswordReset.expires_at < work.now()).returning(PasswordReset.id)
    return len(work.session.scalars(old).all())


def _send(work: Work, email: str, origin: Origin, base_url: str) -> None:
    query = select(User).where(User.email == email, User.active.is_(True))
    user = work.session.scalars(query).one_or_none() if email.isprintable() else None
    action, after = "user.password_reset_request", {"network": origin.network}
    if user is None or take(work=work, quotas=(Quota(PER_ACCOUNT, user.ref),)):
        audit_plain(work=work, action=action, subject_kind="user", subject_ref="-", after=after)
        return
    token = work.new_token()
    work.session.add(PasswordReset(user_id=user.id, token_hash=token_hash(token), expires_at=work.now() + LINK_LIFE))
    link = f"{base_url.rstrip('/')}{RESET_PATH}{token}"
    mail_to(work=work, user=user, topic="password_reset", secret={"link": link}, minutes=LINK_LIFE.seconds // 60)
    audit(work=work, action=action, subject=user, after=after)


def _find_link(work: Work, token: str) -> _Link | None:
    if not token.isascii():
        return None
    query = (
        select(PasswordReset, User)
        .join(User, User.id == PasswordReset.user_id)
        .where(
            PasswordReset.token_hash == token_hash(token),
            PasswordReset.used_at.is_(None),
            PasswordReset.expires_at > work.now(),
            User.active.is_(True),
        )
    )
    row = work.session.execute(query).one_or_none()
    return _Link(row[0].id, row[1]) if row is not None else None


def _require_link(work: Work, token: str) -> _Link:
    link = _find_link(work, token)
    if link is None:
        raise LinkExpired
    return link


def _use_up(work: Work, link: _Link) -> None:
    """Of two requests with the same link at the same time one goes on: the database decides."""
    once = (PasswordReset.id == link.reset_id) & PasswordReset.used_at.is_(None)
    used = update(PasswordReset).where(once).values(used_at=work.now()).returning(PasswordReset.id)
    if work.session.scalars(used).one_or_none() is None:
        raise LinkExpired
