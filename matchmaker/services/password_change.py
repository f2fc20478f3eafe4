"""Passwords of signed-in users: changed by their owner, or given anew by whoever manages the account."""

from __future__ import annotations

from matchmaker.errors import Forbidden, InvalidInput, SignInExpired, SignInRefused, TooMany
from matchmaker.locale import N_
from matchmaker.models import User
from matchmaker.services.account_mail import mail_to
from matchmaker.services.audit import audit
from matchmaker.services.password import (
    SALT_BYTES,
    check_password,
    hash_password,
    made_password,
    password_matches,
)
from matchmaker.services.password_reset import set_new_hash
from matchmaker.services.rate import Limit, Quota, admit, forget
from matchmaker.services.user_scope import require_manager
from matchmaker.services.user_session import FoundSession, SessionRules, Step, find_session, renew_session
from matchmaker.services.work import Work
from matchmaker.services.work_source import WorkSource

# For one session: a found browser must not become a place to guess the password in. Its owner elsewhere is not asked.
PER_SESSION = Limit("password_change.session", count=10, seconds=3600)


def change_password(*, works: WorkSource, token: str, current: str, new: str, rules: SessionRules) -> str:
    """Change the password of the session's user; the session's new token. All their other sessions end.

    Raises InvalidInput (the new one is not accepted), SignInRefused (the current one is wrong), TooMany, SignInExpired.
    """
    with works.reading() as work:
        found = _session(work, token, rules)
    user = found.user
    check_password(new, username=user.username, personal=(user.email, user.mobile))
    if new == current:
        raise InvalidInput(field="password", problem=N_("The new password is the old one: choose another one."))
    quota = Quota(PER_SESSION, str(found.id))
    wait = admit(works=works, quotas=(quota,))
    if wait:
        raise TooMany(seconds=wait)
    if not password_matches(user.password_hash, current):
        with works.writing(found.owner) as work:
            again = work.session.get_one(User, user.id)
            audit(work=work, action="user.password_change_refused", subject=again)
        raise SignInRefused
    new_hash = hash_password(new, salt=works.entropy(SALT_BYTES))
    with works.writing(found.owner) as work:
        forget(work=work, quota=quota)
        return _store(work, token, user.password_hash, new_hash, rules)


def give_password(*, work: Work, user: User, password: str | None = None, must_change: bool = True) -> str | None:
    """Give `user` a new password, made here (and returned, to be shown once) unless one is given.

    A password made here has to be changed at the next sign-in. All sessions of the user end.
    """
    require_manager(work, "user.password", user.role)
    if work.actor.user_id == user.id:
        raise Forbidden(action="user.password")  # one's own is changed by telling the current one
    made = None
    if password is None:
        made = password = made_password(work)
    else:
        check_password(password, username=user.username, personal=(user.email, user.mobile))
    new_hash = hash_password(password, salt=work.entropy(SALT_BYTES))
    set_new_hash(work=work, user=user, new_hash=new_hash, must_change=must_change or made is not None)
    audit(work=work, action="user.password", subject=user)
    mail_to(work=work, user=user, topic="password_changed")
    return made


def _session(work: Work, token: str, rules: SessionRules) -> FoundSession:
    found = find_session(work=work, token=token, rules=rules)
    if found is None or found.step not in (Step.NONE, Step.PASSWORD):
        raise SignInExpired
    return found


def _store(work: Work, token: str, old_hash: str, new_hash: str, rules: SessionRules) -> str:
    found = _session(work, token, rules)
    user = work.session.get_one(User, found.user.id, with_for_update=True)
    if user.password_hash != old_hash:  # changed elsewhere while it was being hashed here
        raise SignInExpired
    set_new_hash(work=work, user=user, new_hash=new_hash, must_change=False, keep=found.id)
    audit(work=work, action="user.password_change", subject=user)
    mail_to(work=work, user=user, topic="password_changed")
    return renew_session(work=work, session_id=found.id, rules=rules)
