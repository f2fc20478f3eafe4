"""Sign-in (登录): a name or e-mail address and a password against a new session, under limits that all workers share.

What the limits are for, and whom they leave alone (S7):

- Every account in every network: PAIR. It bounds guessing wherever it comes from, and a stranger elsewhere cannot
  use it up.
- Networks from which the account was never signed in to: besides, NETWORK (one source, many accounts), ACCOUNT (many
  sources, one account) and EVERYWHERE. A stranger who uses these up slows other strangers; the owner at a known place
  is not asked. An owner at a new place gets there by a reset link, which makes the place a known one.

Only refused attempts count: what a good one took is given back. An attempt is counted before the password is looked
at, in a transaction of its own, so that parallel guesses cannot slip through, and refusals are kept. No transaction is
open while the password is hashed.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from sqlalchemy import select, update

from matchmaker.errors import SignInRefused, TooMany
from matchmaker.models import User
from matchmaker.services.audit import audit, audit_plain
from matchmaker.services.origin import Origin
from matchmaker.services.password import DUMMY_HASH, SALT_BYTES, hash_password, needs_new_hash, password_matches
from matchmaker.services.rate import Limit, Quota, admit, forget, give_back
from matchmaker.services.user_session import (
    SessionRules,
    Step,
    end_session,
    is_known_place,
    open_step,
    start_session,
)
from matchmaker.services.user_values import sign_in_key
from matchmaker.services.work import Work, actor_of, token_hash
from matchmaker.services.work_source import WorkSource

PAIR = Limit("sign_in.pair", count=10, seconds=600)
NETWORK = Limit("sign_in.network", count=50, seconds=600)
ACCOUNT = Limit("sign_in.account", count=20, seconds=3600)
EVERYWHERE = Limit("sign_in.everywhere", count=600, seconds=600)
# The log tells that a limit refuses, not how often: a flood must not fill it.
TOLD = Limit("sign_in.told", count=1, seconds=600)
TOLD_EVERYWHERE = Limit("sign_in.told_everywhere", count=60, seconds=600)
_LONGEST_NAME = 254


@dataclass(frozen=True)
class SignedIn:
    """A new session: its token (for the cookie, nowhere else), and the step that has to follow before anything else."""

    token: str = field(repr=False)
    user_ref: str
    step: Step


@dataclass(frozen=True)
class _Candidate:
    """Whom an attempt is for: what is known before the password is looked at."""

    user_id: int | None
    stored_hash: str = field(repr=False)
    quotas: tuple[Quota, ...]
    network: str


def attempt_sign_in(
    *,
    works: WorkSource,
    name: str,
    password: str,
    origin: Origin,
    rules: SessionRules,
    replaces: str | None = None,
) -> SignedIn:
    """Sign in by user name or e-mail address. A session whose token is `replaces` ends.

    Raises TooMany (with `seconds`) or SignInRefused, both after all that has to be remembered is committed. An unknown
    name, a wrong password and a switched-off account are refused alike, after the same work.
    """
    candidate = _candidate(works, name, origin)
    counting = works.at_one_moment()
    _admit(counting, candidate)
    right = password_matches(candidate.stored_hash, password)
    newer = hash_password(password, salt=works.entropy(SALT_BYTES)) if right and _is_old(candidate) else None
    with works.writing() as work:
        user = _unchanged_user(work, candidate) if right else None
        if user is not None and user.active:
            forget(work=work, quota=candidate.quotas[0])
            give_back(work=work, quotas=candidate.quotas[1:], at=counting.clock())
            if replaces:
                end_session(work=work, token=replaces)
            return _begin(work, user, origin, rules, newer)
        _note_refusal(work, candidate, "password" if user is None else "inactive")
    raise SignInRefused


def _candidate(works: WorkSource, name: str, origin: Origin) -> _Candidate:
    key = sign_in_key(name[: _LONGEST_NAME + 1])
    with works.reading() as work:
        user = _find_user(work, key)
        # What was typed may be a password in the wrong field: it is kept as a hash only.
        account = user.ref if user is not None else f"?{token_hash(key)[:32]}" if _is_storable(key) else "?"
        known = user is not None and is_known_place(work=work, user_id=user.id, origin=origin)
    quotas = [pair_quota(account, origin)]
    if not known:
        quotas += [Quota(NETWORK, origin.network), Quota(ACCOUNT, account), Quota(EVERYWHERE)]
    return _Candidate(
        user_id=user.id if user is not None else None,
        stored_hash=user.password_hash if user is not None else DUMMY_HASH,
        quotas=tuple(quotas),
        network=origin.network,
    )


def pair_quota(account: str, origin: Origin) -> Quota:
    """The limit of one account in one network."""
    return Quota(PAIR, f"{account} {origin.network}")


def _find_user(work: Work, key: str) -> User | None:
    if not key or len(key) > _LONGEST_NAME or not _is_storable(key):
        return None
    column = User.email if "@" in key else User.username
    return work.session.scalars(select(User).where(column == key)).one_or_none()


def _is_storable(key: str) -> bool:
    """No control characters and surrogates, which PostgreSQL does not take even to compare."""
    return all(unicodedata.category(character) not in ("Cc", "Cs") for character in key)


def _admit(works: WorkSource, candidate: _Candidate) -> None:
    """Count the attempt, or raise TooMany."""
    wait = admit(works=works, quotas=candidate.quotas)
    if not wait:
        return
    if admit(works=works, quotas=(Quota(TOLD, candidate.network), Quota(TOLD_EVERYWHERE))) == 0:
        with works.writing() as work:
            _note_refusal(work, candidate, "limit")
    raise TooMany(seconds=wait)


def _is_old(candidate: _Candidate) -> bool:
    return candidate.user_id is not None and needs_new_hash(candidate.stored_hash)


def _unchanged_user(work: Work, candidate: _Candidate) -> User | None:
    """The user, locked, unless the password was changed while it was being hashed."""
    if candidate.user_id is None:
        return None
    user = work.session.get(User, candidate.user_id, with_for_update=True)
    return user if user is not None and user.password_hash == candidate.stored_hash else None


def _begin(work: Work, user: User, origin: Origin, rules: SessionRules, newer_hash: str | None) -> SignedIn:
    if newer_hash:  # not through the object: the version that editors compare has not changed
        work.session.execute(update(User).where(User.id == user.id).values(password_hash=newer_hash))
    token = start_session(work=work, user=user, origin=origin, rules=rules)
    step = open_step(user, None, rules)
    if step not in (Step.CODE, Step.ENROL):
        note_sign_in(work, user)
    after = {"network": origin.network, "next": step}
    audit(work=work.as_actor(actor_of(user)), action="user.sign_in", subject=user, after=after)
    return SignedIn(token=token, user_ref=user.ref, step=step)


def note_sign_in(work: Work, user: User) -> None:
    """Remember when `user` was last in, for the user to see."""
    work.session.execute(update(User).where(User.id == user.id).values(last_signed_in_at=work.now()))


def _note_refusal(work: Work, candidate: _Candidate, reason: str) -> None:
    after = {"network": candidate.network, "reason": reason}
    user = work.session.get(User, candidate.user_id) if candidate.user_id is not None else None
    if user is not None:
        audit(work=work, action="user.sign_in_refused", subject=user, after=after)
    else:
        audit_plain(work=work, action="user.sign_in_refused", subject_kind="user", subject_ref="-", after=after)
