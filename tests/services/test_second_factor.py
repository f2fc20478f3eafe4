"""The second factor: enrol, confirm, use each code once, limit guessing, reset (S7)."""

from __future__ import annotations

import threading
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Forbidden, MatchmakerError, SignInExpired, SignInRefused, TooMany, WrongState
from matchmaker.models import Event, OutboxMessage, User
from matchmaker.models.codes import Role
from matchmaker.services.origin import Origin, origin_of
from matchmaker.services.second_factor import Enrolment, reseal_secrets, reset_second_factor
from matchmaker.services.sign_in import SignedIn
from matchmaker.services.sign_in_code import CODE_ACCOUNT, CODE_PAIR, attempt_code, attempt_enrolment, enrol
from matchmaker.services.user_scope import get_user
from matchmaker.services.user_session import Step, resume_session
from matchmaker.services.work import SYSTEM
from matchmaker.services.work_source import WorkSource
from tests.support.accounts import (
    HOME,
    OFFICE,
    RULES,
    STRANGER,
    STRICT,
    actor_for,
    add_user,
    cheap_passwords,  # noqa: F401
    sign_in_as,
    works_of,
)
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("cheap_passwords")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(world: World, secret: str = SECRET, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(world.clock(), counter_offset=steps)


def enrolled_user(database: Database, world: World, **values: object) -> User:
    sealed = world.sealer().seal(SECRET, now=world.clock())
    return add_user(database, world, role=Role.CITY, totp_secret=sealed, totp_confirmed_at=world.clock(), **values)


def outcome(works: WorkSource, token: str, code: str, origin: Origin = OFFICE) -> str:
    try:
        return attempt_code(works=works, token=token, code=code, origin=origin, rules=STRICT).step.value
    except MatchmakerError as error:
        return error.code


def confirm(works: WorkSource, token: str, code: str, made: Enrolment) -> SignedIn:
    return attempt_enrolment(works=works, token=token, code=code, sealed=made.sealed, origin=OFFICE, rules=STRICT)


def stored(database: Database) -> str | None:
    with database.read() as session:
        return session.scalars(select(User.totp_secret)).one()


def test_enrolment_from_first_sign_in_to_the_next(database: Database, world: World) -> None:
    user = add_user(database, world, role=Role.CITY, email="li@example.org")
    works = works_of(database, world)
    first = sign_in_as(works, rules=STRICT)
    with works.reading() as work:
        assert get_user(work=work.as_actor(SYSTEM), ref=user.ref).last_signed_in_at is None
    abandoned = enrol(works=works, token=first.token, rules=STRICT, issuer="泰安双百")
    made = enrol(works=works, token=first.token, rules=STRICT, issuer="泰安双百")
    parts = urlsplit(made.uri)
    assert (parts.scheme, parts.netloc, parse_qs(parts.query)["secret"]) == ("otpauth", "totp", [made.secret])
    assert parse_qs(parts.query)["issuer"] == ["泰安双百"]
    with pytest.raises(SignInRefused):
        confirm(works, first.token, code_of(world, abandoned.secret), made)
    done = confirm(works, first.token, code_of(world, made.secret), made)
    assert done.step is Step.NONE
    assert resume_session(works=works, token=first.token, rules=STRICT) is None
    found = resume_session(works=works, token=done.token, rules=STRICT)
    assert found is not None
    assert found.actor == actor_for(database, user)
    assert found.user.last_signed_in_at == world.clock()
    world.clock.advance(minutes=1)
    second = sign_in_as(works, rules=STRICT)
    assert second.step is Step.CODE
    assert outcome(works, second.token, code_of(world, made.secret)) == "none"
    with database.read() as session:
        assert session.scalars(select(OutboxMessage.topic)).all() == ["second_factor_enrolled"]
    assert made.secret not in repr(made)
    assert made.secret not in (stored(database) or "")


def test_a_key_is_shown_again_after_a_mistyped_code_and_stored_only_when_it_is_confirmed(
    database: Database, world: World
) -> None:
    add_user(database, world, role=Role.CITY)
    works = works_of(database, world)
    token = sign_in_as(works, rules=STRICT).token
    made = enrol(works=works, token=token, rules=STRICT, issuer="x")
    with pytest.raises(SignInRefused):
        confirm(works, token, "000000", made)
    again = enrol(works=works, token=token, rules=STRICT, issuer="x", sealed=made.sealed)
    assert (again.secret, stored(database)) == (made.secret, None)


def test_a_key_is_good_for_its_user_and_for_a_while(database: Database, world: World) -> None:
    works = works_of(database, world)
    for name in ("li.wei", "wang.fang"):
        add_user(database, world, name, Role.CITY)
    mine, other = (sign_in_as(works, name, rules=STRICT).token for name in ("li.wei", "wang.fang"))
    made = enrol(works=works, token=mine, rules=STRICT, issuer="x")
    code = code_of(world, made.secret)
    changed = replace(made, sealed=made.sealed[:-6] + "AAAAAA")
    unsealed = replace(made, sealed=made.secret)
    for token, tried in ((other, made), (mine, changed), (mine, unsealed)):
        with pytest.raises(SignInRefused):
            confirm(works, token, code, tried)
        assert enrol(works=works, token=token, rules=STRICT, issuer="x", sealed=tried.sealed).secret != made.secret
    world.clock.advance(minutes=31)
    later = sign_in_as(works, rules=STRICT).token
    with pytest.raises(SignInRefused):
        confirm(works, later, code_of(world, made.secret), made)


def test_after_a_change_of_the_secret_codes_go_on_and_resealing_makes_the_old_one_needless(
    database: Database, world: World
) -> None:
    enrolled_user(database, world)
    add_user(database, world, "old", Role.CITY, totp_secret=SECRET, totp_confirmed_at=world.clock())  # not sealed yet
    world.secrets = ["the new secret of this service", *world.secrets]
    works = works_of(database, world)
    for name in ("li.wei", "old"):
        assert outcome(works, sign_in_as(works, name, rules=STRICT).token, code_of(world)) == "none"
    with works.writing(SYSTEM) as work:
        assert reseal_secrets(work=work) == 2
        assert reseal_secrets(work=work) == 0
    world.secrets = world.secrets[:1]
    world.clock.advance(minutes=1)
    for name in ("li.wei", "old"):
        assert outcome(works, sign_in_as(works, name, rules=STRICT).token, code_of(world)) == "none"
    world.secrets = ["neither of them"]
    assert outcome(works, sign_in_as(works, rules=STRICT).token, code_of(world, steps=1)) == "seal_broken"
    with database.read() as session:
        event = session.scalars(select(Event).where(Event.action == "user.reseal")).one()
        assert event.after == {"count": 2}


def test_a_code_is_good_once(database: Database, world: World) -> None:
    enrolled_user(database, world)
    works = works_of(database, world)
    code = code_of(world)
    tokens = [sign_in_as(works, rules=STRICT).token for _ in range(3)]
    assert [outcome(works, tokens[0], code), outcome(works, tokens[1], code)] == ["none", "sign_in_refused"]
    # an earlier one, never used, is dead with it; the next step's is good
    assert outcome(works, tokens[1], code_of(world, steps=-1)) == "sign_in_refused"
    assert outcome(works, tokens[1], code_of(world, steps=1)) == "none"
    world.clock.advance(seconds=30)
    assert outcome(works, tokens[2], code_of(world)) == "sign_in_refused"


def test_of_two_requests_with_one_code_one_gets_in(database: Database, world: World) -> None:
    enrolled_user(database, world)
    works = works_of(database, world)
    tokens = [sign_in_as(works, rules=STRICT).token for _ in range(4)]
    results: list[str] = []
    threads = [
        threading.Thread(target=lambda token=token: results.append(outcome(works, token, code_of(world))))
        for token in tokens
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["none", "sign_in_refused", "sign_in_refused", "sign_in_refused"]


@pytest.mark.parametrize(
    ("steps", "result"), [(-2, "sign_in_refused"), (-1, "none"), (0, "none"), (1, "none"), (2, "sign_in_refused")]
)
def test_a_telephone_clock_may_be_half_a_minute_off(
    sqlite_database: Database, world: World, steps: int, result: str
) -> None:
    enrolled_user(sqlite_database, world)
    works = works_of(sqlite_database, world)
    token = sign_in_as(works, rules=STRICT).token
    assert outcome(works, token, code_of(world, steps=steps)) == result


def test_codes_may_be_typed_with_spaces_and_full_width_digits(sqlite_database: Database, world: World) -> None:
    enrolled_user(sqlite_database, world)
    works = works_of(sqlite_database, world)
    code = code_of(world)
    typed = f" {code[:3]} {code[3:]}".translate({ord("0") + n: ord("０") + n for n in range(10)})
    token = sign_in_as(works, rules=STRICT).token
    for bad in ("", "\ud800", "\x00", "1" * 9000, "１２３"):
        with pytest.raises((SignInRefused, TooMany)):
            attempt_code(works=works, token=token, code=bad, origin=STRANGER, rules=STRICT)
    assert outcome(works, token, typed) == "none"


def test_guessing_codes_is_limited_and_does_not_stop_the_owner(database: Database, world: World) -> None:
    enrolled_user(database, world)
    works = works_of(database, world)
    token = sign_in_as(works, origin=HOME, rules=STRICT).token
    assert outcome(works, token, code_of(world), HOME) == "none"
    world.clock.advance(days=1)
    results = []
    for number in range(4):  # a stranger who knows the password
        origin = origin_of(f"203.0.113.{number + 1}")
        guessed = sign_in_as(works, origin=origin, rules=STRICT).token
        results += [outcome(works, guessed, "000000", origin) for _ in range(CODE_PAIR.count + 1)]
    assert results.count("sign_in_refused") == CODE_ACCOUNT.count
    assert results[CODE_PAIR.count] == "too_many"
    owner = sign_in_as(works, origin=HOME, rules=STRICT).token
    assert outcome(works, owner, code_of(world), HOME) == "none"
    elsewhere = sign_in_as(works, origin=OFFICE, rules=STRICT).token
    assert outcome(works, elsewhere, code_of(world, steps=1), OFFICE) == "too_many"


def test_a_code_needs_a_session_at_that_step(database: Database, world: World) -> None:
    enrolled_user(database, world)
    add_user(database, world, "auditor", Role.AUDITOR)
    works = works_of(database, world)
    token = sign_in_as(works, rules=STRICT).token
    plain = sign_in_as(works, "auditor", rules=STRICT).token
    assert [outcome(works, dead, code_of(world)) for dead in ("", "unknown", plain)] == ["sign_in_expired"] * 3
    world.clock.advance(minutes=10)
    assert outcome(works, token, code_of(world)) == "sign_in_expired"


def test_a_confirmed_second_factor_is_not_replaced_by_whoever_has_the_password(
    database: Database, world: World
) -> None:
    enrolled_user(database, world)
    works = works_of(database, world)
    token = sign_in_as(works, rules=STRICT).token
    with pytest.raises(SignInExpired):
        enrol(works=works, token=token, rules=STRICT, issuer="x")
    done = attempt_code(works=works, token=token, code=code_of(world), origin=OFFICE, rules=STRICT)
    with pytest.raises(WrongState):
        enrol(works=works, token=done.token, rules=STRICT, issuer="x")


def test_anybody_may_enrol_just_after_signing_in(database: Database, world: World) -> None:
    add_user(database, world, role=Role.AUDITOR)
    works = works_of(database, world)
    old = sign_in_as(works, rules=STRICT)
    world.clock.advance(minutes=10)
    with pytest.raises(SignInExpired):
        enrol(works=works, token=old.token, rules=STRICT, issuer="x")
    fresh = sign_in_as(works, rules=STRICT)
    made = enrol(works=works, token=fresh.token, rules=STRICT, issuer="x")
    confirm(works, fresh.token, code_of(world, made.secret), made)
    found = resume_session(works=works, token=old.token, rules=RULES)
    assert found is not None
    assert found.step is Step.CODE  # older sessions have to catch up


def test_reset_by_an_administrator_ends_sessions_and_enrols_again(database: Database, world: World) -> None:
    user = enrolled_user(database, world, email="li@example.org")
    works = works_of(database, world)
    token = sign_in_as(works, rules=STRICT).token
    done = attempt_code(works=works, token=token, code=code_of(world), origin=OFFICE, rules=STRICT)
    with pytest.raises(Forbidden), works.writing(actor_for(database, user)) as work:
        reset_second_factor(work=work, user=get_user(work=work, ref=user.ref))
    with works.writing(SYSTEM) as work:
        reset_second_factor(work=work, user=get_user(work=work, ref=user.ref), why="lost telephone")
    assert resume_session(works=works, token=done.token, rules=STRICT) is None
    assert sign_in_as(works, rules=STRICT).step is Step.ENROL
    with database.read() as session:
        event = session.scalars(select(Event).where(Event.action == "user.second_factor_reset")).one()
        assert (event.subject_ref, event.why, event.after) == (user.ref, "lost telephone", {"sessions_ended": 1})
        assert session.scalars(select(OutboxMessage.topic)).all() == ["second_factor_reset"]
