"""The second factor (动态口令): time-based codes (RFC 6238) of an authenticator application, each used once.

The secret is stored sealed. While it is set up it is not stored at all: the page carries it, sealed, until a code
confirms it, so that looking at the page changes nothing.
"""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass, field
from datetime import timedelta

import pyotp
from sqlalchemy import or_, select, update

from matchmaker.errors import SealBroken, WrongState
from matchmaker.identity import folded
from matchmaker.models import User
from matchmaker.models.codes import Role
from matchmaker.sealing import is_sealed
from matchmaker.services.account_mail import mail_to
from matchmaker.services.audit import audit, audit_plain
from matchmaker.services.user_scope import require_manager
from matchmaker.services.user_session import end_sessions
from matchmaker.services.work import Work

SECRET_BYTES = 20  # RFC 4226 asks for 160 bits
BEGUN_FOR = timedelta(minutes=30)  # how long a page with a new key may stay open
DRIFT = 1  # steps of 30 seconds that a telephone's clock may be off


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator application needs: shown as a QR code of `uri` and as text.

    `sealed` is the secret as the page hands it back with the first code.
    """

    secret: str = field(repr=False)
    uri: str = field(repr=False)
    sealed: str = field(repr=False)


def begin_enrolment(*, work: Work, user: User, issuer: str, sealed: str = "") -> Enrolment:
    """A new secret for `user`, or that of an earlier `sealed` again; it counts once a code has confirmed it.

    `issuer` is the name of this service. Each new one is another, so that nobody who opened this page before knows
    the one that is confirmed. WrongState if there is a confirmed one: an administrator resets it first.
    """
    if user.totp_confirmed_at is not None:
        raise WrongState(kind="second factor", state="confirmed")
    secret = _begun(work, user, sealed)
    if secret is None:
        secret = base64.b32encode(work.entropy(SECRET_BYTES)).decode()
        sealed = work.sealer().seal(f"{user.ref} {secret}", now=work.now())
    uri = pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name=issuer)
    return Enrolment(secret=secret, uri=uri, sealed=sealed)


def confirm_enrolment(*, work: Work, user: User, code: str, sealed: str) -> bool:
    """Whether `code` is right for the secret in `sealed`; then the second factor is asked for from now on."""
    secret = _begun(work, user, sealed)
    step = _step_of(work, secret, folded(code)) if secret is not None else None
    if user.totp_confirmed_at is not None or secret is None or step is None:
        return False
    user.totp_secret, user.totp_last_step = work.sealer().seal(secret, now=work.now()), step
    user.totp_confirmed_at = user.updated_at = work.now()
    audit(work=work, action="user.second_factor", subject=user)
    mail_to(work=work, user=user, topic="second_factor_enrolled")
    return True


def reseal_secrets(*, work: Work) -> int:
    """Seal every stored secret with the present key (after that was changed); returns how many were not.

    SealBroken if one can be opened by no key that is known.
    """
    require_manager(work, "user.reseal", Role.ADMINISTRATOR)
    sealer, count = work.sealer(), 0
    for user in work.session.scalars(select(User).where(User.totp_secret.isnot(None)).order_by(User.id)):
        stored = user.totp_secret or ""
        if not sealer.is_present(stored):
            user.totp_secret = sealer.seal(_opened(work, stored), now=work.now())
            count += 1
    if count:
        audit_plain(work=work, action="user.reseal", subject_kind="user", subject_ref="-", after={"count": count})
    return count


def use_code(*, work: Work, user: User, code: str) -> bool:
    """Whether `code` is right now; a right one is used up, and with it all of earlier steps.

    Of two requests with the same code at the same time one gets True: the database decides.
    """
    secret = _opened(work, user.totp_secret) if user.totp_secret is not None else None
    step = _step_of(work, secret, folded(code)) if secret is not None else None
    if step is None:
        return False
    unused = or_(User.totp_last_step.is_(None), User.totp_last_step < step)
    used = update(User).where(User.id == user.id, unused).values(totp_last_step=step).returning(User.id)
    return work.session.scalars(used).one_or_none() is not None


def reset_second_factor(*, work: Work, user: User, why: str = "") -> None:
    """Take the second factor off (a lost telephone); all sessions end, and the next sign-in enrols again."""
    require_manager(work, "user.second_factor_reset", user.role)
    user.totp_secret = user.totp_confirmed_at = user.totp_last_step = None
    user.updated_at = work.now()
    work.session.flush()
    ended = end_sessions(work=work, user=user)
    audit(work=work, action="user.second_factor_reset", subject=user, after={"sessions_ended": ended}, why=why)
    mail_to(work=work, user=user, topic="second_factor_reset")


def _begun(work: Work, user: User, sealed: str) -> str | None:
    """The secret that was begun for `user` on an earlier page, if that is not too long ago."""
    if not is_sealed(sealed):
        return None
    try:
        ref, _, secret = work.sealer().open(sealed, now=work.now(), good_for=BEGUN_FOR).partition(" ")
    except SealBroken:
        return None
    return secret if ref == user.ref else None


def _opened(work: Work, stored: str) -> str:
    """The secret; earlier versions stored it unsealed."""
    return work.sealer().open(stored, now=work.now()) if is_sealed(stored) else stored


def _step_of(work: Work, secret: str, code: str) -> int | None:
    """The step whose code this is, if it is within DRIFT of now."""
    totp = pyotp.TOTP(secret)
    now = totp.timecode(work.now())
    right = None
    for step in range(now - DRIFT, now + DRIFT + 1):  # always all of them: the time tells nothing
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode("utf-8", "surrogatepass")):
            right = step
    return right
