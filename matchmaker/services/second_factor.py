"""The second factor (动态口令): time-based codes (RFC 6238) of an authenticator application, each used once."""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass, field

import pyotp
from sqlalchemy import or_, update

from matchmaker.errors import WrongState
from matchmaker.identity import folded
from matchmaker.models import User
from matchmaker.services.account_mail import mail_to
from matchmaker.services.audit import audit
from matchmaker.services.user_scope import require_manager
from matchmaker.services.user_session import end_sessions
from matchmaker.services.work import Work

SECRET_BYTES = 20  # RFC 4226 asks for 160 bits
DRIFT = 1  # steps of 30 seconds that a telephone's clock may be off


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator application needs: show it once, as a QR code of `uri` and as text."""

    secret: str = field(repr=False)
    uri: str = field(repr=False)


def begin_enrolment(*, work: Work, user: User, issuer: str) -> Enrolment:
    """Make a new secret for `user`; it counts once a code has confirmed it. `issuer` is the name of this service.

    Each call makes another secret, so that nobody who opened this page before knows the one that is confirmed.
    WrongState if there is a confirmed one: an administrator resets it first.
    """
    if user.totp_confirmed_at is not None:
        raise WrongState(kind="second factor", state="confirmed")
    user.totp_secret = base64.b32encode(work.entropy(SECRET_BYTES)).decode()
    user.totp_last_step = None
    uri = pyotp.TOTP(user.totp_secret).provisioning_uri(name=user.username, issuer_name=issuer)
    return Enrolment(secret=user.totp_secret, uri=uri)


def confirm_enrolment(*, work: Work, user: User, code: str) -> bool:
    """Whether `code` is right for the new secret; then the second factor is asked for from now on."""
    if user.totp_confirmed_at is not None or not use_code(work=work, user=user, code=code):
        return False
    user.totp_confirmed_at = user.updated_at = work.now()
    audit(work=work, action="user.second_factor", subject=user)
    mail_to(work=work, user=user, topic="second_factor_enrolled")
    return True


def use_code(*, work: Work, user: User, code: str) -> bool:
    """Whether `code` is right now; a right one is used up, and with it all of earlier steps.

    Of two requests with the same code at the same time one gets True: the database decides.
    """
    step = _step_of(work, user, folded(code))
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


def _step_of(work: Work, user: User, code: str) -> int | None:
    """The step whose code this is, if it is within DRIFT of now."""
    if user.totp_secret is None:
        return None
    totp = pyotp.TOTP(user.totp_secret)
    now = totp.timecode(work.now())
    right = None
    for step in range(now - DRIFT, now + DRIFT + 1):  # always all of them: the time tells nothing
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode("utf-8", "surrogatepass")):
            right = step
    return right
