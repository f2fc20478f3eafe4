"""The second half of a sign-in: a code of the second factor, or the confirmation of a new one.

Both give the session a new token. Limits are counted as in `matchmaker.services.sign_in`: a stranger who knows the
password cannot, by guessing codes, keep the owner out of a place where the owner has used the second factor before.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from matchmaker.errors import SignInExpired, SignInRefused, TooMany
from matchmaker.models import User
from matchmaker.services.audit import audit
from matchmaker.services.origin import Origin
from matchmaker.services.rate import Limit, Quota, forget, give_back, take
from matchmaker.services.second_factor import Enrolment, begin_enrolment, confirm_enrolment, use_code
from matchmaker.services.sign_in import SignedIn, note_sign_in
from matchmaker.services.user_session import (
    UNFINISHED_FOR,
    FoundSession,
    SessionRules,
    Step,
    find_session,
    is_known_place,
    open_step,
    renew_session,
)
from matchmaker.services.work import Work
from matchmaker.services.work_source import WorkSource

CODE_PAIR = Limit("code.pair", count=5, seconds=600)
CODE_ACCOUNT = Limit("code.account", count=10, seconds=3600)


def attempt_code(*, works: WorkSource, token: str, code: str, origin: Origin, rules: SessionRules) -> SignedIn:
    """Finish the sign-in of the session `token` (at Step.CODE) with a code of the second factor.

    Raises TooMany, SignInRefused (wrong or used before), SignInExpired.
    """
    return _attempt(works, token, Step.CODE, code, origin, rules, use_code)


def attempt_enrolment(
    *, works: WorkSource, token: str, code: str, sealed: str, origin: Origin, rules: SessionRules
) -> SignedIn:
    """Confirm the second factor begun in the session `token` (at Step.ENROL, or by a user's own wish at Step.NONE).

    `sealed` is that of the Enrolment that was shown.

    Raises TooMany, SignInRefused, SignInExpired (after UNFINISHED_FOR the password has to be given again).
    """
    return _attempt(works, token, Step.ENROL, code, origin, rules, partial(confirm_enrolment, sealed=sealed))


def enrol(*, works: WorkSource, token: str, rules: SessionRules, issuer: str, sealed: str = "") -> Enrolment:
    """Begin to set up the second factor of the session's user; see `second_factor.begin_enrolment`."""
    with works.reading() as work:
        found = _session_at(work, token, Step.ENROL, rules)
        return begin_enrolment(work=work.as_actor(found.owner), user=found.user, issuer=issuer, sealed=sealed)


def _attempt(
    works: WorkSource,
    token: str,
    step: Step,
    code: str,
    origin: Origin,
    rules: SessionRules,
    check: Callable[..., bool],
) -> SignedIn:
    """One transaction: codes are cheap to check. It is committed before a refusal is raised."""
    with works.at_one_moment().writing() as nobody:
        found = _session_at(nobody, token, step, rules)
        work = nobody.as_actor(found.owner)
        user = work.session.get_one(User, found.user.id, with_for_update=True)
        quotas = _quotas(work, user, origin)
        wait = take(work=work, quotas=quotas)
        if not wait and check(work=work, user=user, code=code):
            forget(work=work, quota=quotas[0])
            give_back(work=work, quotas=quotas[1:], at=work.now())
            new_token = renew_session(work=work, session_id=found.id, rules=rules, second_factor=True)
            note_sign_in(work, user)
            audit(work=work, action="user.sign_in_code", subject=user, after={"network": origin.network})
            return SignedIn(token=new_token, user_ref=user.ref, step=open_step(user, work.now(), rules))
        if not wait:
            refusal = {"network": origin.network, "reason": "code"}
            audit(work=work, action="user.sign_in_refused", subject=user, after=refusal)
    if wait:
        raise TooMany(seconds=wait)
    raise SignInRefused


def _session_at(work: Work, token: str, step: Step, rules: SessionRules) -> FoundSession:
    found = find_session(work=work, token=token, rules=rules)
    if found is None:
        raise SignInExpired
    # By one's own wish only just after the password was given: a browser left open must not lock its owner out.
    by_wish = step is Step.ENROL and found.step is Step.NONE and found.created_at > work.now() - UNFINISHED_FOR
    if found.step is not step and not by_wish:
        raise SignInExpired
    return found


def _quotas(work: Work, user: User, origin: Origin) -> tuple[Quota, ...]:
    pair = Quota(CODE_PAIR, f"{user.ref} {origin.network}")
    if is_known_place(work=work, user_id=user.id, origin=origin, with_second_factor=True):
        return (pair,)
    return (pair, Quota(CODE_ACCOUNT, user.ref))
