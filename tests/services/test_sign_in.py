"""Sign-in: refusals that tell nothing, limits that stop strangers and not owners, events without secrets (S7, S14)."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select, update

from matchmaker.database import Database, open_database
from matchmaker.errors import MatchmakerError, SignInRefused, TooMany
from matchmaker.models import Event, RateCount, User, UserSession
from matchmaker.models.codes import Role
from matchmaker.services import password, sign_in
from matchmaker.services.origin import Origin, origin_of
from matchmaker.services.password import password_matches
from matchmaker.services.sign_in import ACCOUNT, EVERYWHERE, NETWORK, PAIR, SignedIn, attempt_sign_in
from matchmaker.services.user_session import Step, find_session
from matchmaker.services.work_source import WorkSource
from tests.support.accounts import (
    HOME,
    OFFICE,
    PASSWORD,
    RULES,
    STRANGER,
    STRICT,
    add_user,
    cheap_hash,
    cheap_passwords,  # noqa: F401
    sign_in_as,
    works_of,
)
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("cheap_passwords")


def outcome(works: WorkSource, name: str = "li.wei", secret: str = "wrong", origin: Origin = STRANGER) -> str:
    """The result of an attempt in one word."""
    try:
        return sign_in_as(works, name, secret, origin).step.value
    except MatchmakerError as error:
        return error.code


def place(number: int) -> Origin:
    return origin_of(f"203.0.{number // 250}.{number % 250 + 1}")


def test_signs_in_by_name_or_address_whatever_their_case(database: Database, world: World) -> None:
    user = add_user(database, world, email="li@example.org")
    works = works_of(database, world)
    for name in ("li.wei", "LI.Wei ", "ｌｉ.ｗｅｉ", "Li@Example.org"):
        signed_in = sign_in_as(works, name)
        assert (signed_in.user_ref, signed_in.step) == (user.ref, Step.NONE)
        with works.reading() as work:
            found = find_session(work=work, token=signed_in.token, rules=RULES)
            assert found is not None
            assert found.user.last_signed_in_at == world.clock()
            assert found.user.version == 1  # what an editor compares has not changed


def test_every_refusal_looks_the_same(database: Database, world: World) -> None:
    add_user(database, world)
    add_user(database, world, "gone", active=False)
    works = works_of(database, world)
    attempts = [("li.wei", "wrong"), ("gone", PASSWORD), ("nobody", PASSWORD), ("", ""), ("x@y", PASSWORD),
                ("a\x00b", PASSWORD), ("\ud800", "\ud800"), ("n" * 9000, "p" * 9000)]  # fmt: skip
    refusals = set()
    for name, secret in attempts:
        with pytest.raises(SignInRefused) as refusal:
            sign_in_as(works, name, secret)
        refusals.add((str(refusal.value), str(refusal.value.params)))
    assert len(refusals) == 1
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(UserSession)) == 0


def test_unknown_names_cost_one_hashing_like_known_ones(
    sqlite_database: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_user(sqlite_database, world)
    hashed: list[str] = []

    def counting(stored: str, secret: str) -> bool:
        hashed.append(stored)
        return password_matches(stored, secret)

    monkeypatch.setattr(sign_in, "password_matches", counting)
    works = works_of(sqlite_database, world)
    assert [outcome(works, name) for name in ("li.wei", "nobody", "a\x00b")] == ["sign_in_refused"] * 3
    assert hashed == [cheap_hash(PASSWORD), sign_in.DUMMY_HASH, sign_in.DUMMY_HASH]


def test_sign_in_gives_a_new_token_and_ends_the_one_it_replaces(database: Database, world: World) -> None:
    add_user(database, world)
    works = works_of(database, world)
    first = sign_in_as(works)
    second = attempt_sign_in(works=works, name="li.wei", password=PASSWORD, origin=OFFICE, rules=RULES,
                             replaces=first.token)  # fmt: skip
    assert first.token != second.token
    with works.reading() as work:
        assert find_session(work=work, token=first.token, rules=RULES) is None
        assert find_session(work=work, token=second.token, rules=RULES) is not None
    assert first.token not in repr(first)


def test_organizers_are_asked_for_a_second_factor(database: Database, world: World) -> None:
    add_user(database, world, role=Role.CITY)
    works = works_of(database, world)
    assert sign_in_as(works, rules=STRICT).step is Step.ENROL
    assert sign_in_as(works, rules=RULES).step is Step.NONE


def test_one_place_guesses_one_account_a_few_times_only(database: Database, world: World) -> None:
    add_user(database, world)
    works = works_of(database, world)
    results = [outcome(works) for _ in range(PAIR.count + 5)]
    assert results == ["sign_in_refused"] * PAIR.count + ["too_many"] * 5
    with pytest.raises(TooMany) as refusal:  # not even with the right password
        sign_in_as(works, origin=STRANGER)
    world.clock.advance(seconds=refusal.value.params["seconds"])
    assert outcome(works, secret=PASSWORD) == "none"


def test_unknown_names_meet_the_same_limits(database: Database, world: World) -> None:
    add_user(database, world)
    works = works_of(database, world)
    known = [outcome(works, "li.wei", origin=place(1)) for _ in range(PAIR.count + 2)]
    unknown = [outcome(works, "nobody", origin=place(2)) for _ in range(PAIR.count + 2)]
    assert known == unknown


def test_one_place_tries_many_accounts_a_few_times_only(database: Database, world: World) -> None:
    works = works_of(database, world)
    results = [outcome(works, f"name{number}") for number in range(NETWORK.count + 3)]
    assert results == ["sign_in_refused"] * NETWORK.count + ["too_many"] * 3


def test_strangers_from_everywhere_do_not_stop_the_owner_at_a_known_place(database: Database, world: World) -> None:
    add_user(database, world)
    works = works_of(database, world)
    assert sign_in_as(works, origin=HOME).step is Step.NONE
    world.clock.advance(days=30)
    results = [outcome(works, origin=place(number)) for number in range(ACCOUNT.count + 10)]
    assert results == ["sign_in_refused"] * ACCOUNT.count + ["too_many"] * 10
    assert outcome(works, secret=PASSWORD, origin=OFFICE) == "too_many"  # a new place waits
    same_home = origin_of("2001:db8:1:2:aaaa::1")
    for origin in (HOME, same_home):  # mistyping once is no matter either
        assert outcome(works, secret="typo", origin=origin) == "sign_in_refused"
        assert outcome(works, secret=PASSWORD, origin=origin) == "none"
    assert outcome(works, secret=PASSWORD, origin=OFFICE) == "too_many"
    world.clock.advance(hours=2)
    assert outcome(works, secret=PASSWORD, origin=OFFICE) == "none"


def test_a_known_place_is_known_for_its_own_account_only(database: Database, world: World) -> None:
    add_user(database, world, "stranger")
    add_user(database, world, "victim")
    works = works_of(database, world)
    assert outcome(works, "stranger", PASSWORD) == "none"
    results = [outcome(works, "victim", origin=place(number)) for number in range(ACCOUNT.count)]
    assert results == ["sign_in_refused"] * ACCOUNT.count
    assert outcome(works, "victim", PASSWORD, STRANGER) == "too_many"


def test_a_flood_from_everywhere_stops_at_the_limit_of_all(
    sqlite_database: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "EVERYWHERE", type(EVERYWHERE)("sign_in.everywhere", 30, 600))
    add_user(sqlite_database, world)
    works = works_of(sqlite_database, world)
    assert outcome(works, secret=PASSWORD, origin=HOME) == "none"
    results = [outcome(works, f"name{number}", origin=place(number)) for number in range(35)]
    assert results == ["sign_in_refused"] * 30 + ["too_many"] * 5
    assert outcome(works, secret=PASSWORD, origin=HOME) == "none"


def test_good_sign_ins_use_nothing_up(database: Database, world: World) -> None:
    add_user(database, world)
    works = works_of(database, world)
    assert [outcome(works, secret=PASSWORD, origin=place(number)) for number in range(ACCOUNT.count + 5)] == (
        ["none"] * (ACCOUNT.count + 5)
    )
    with database.read() as session:
        assert session.scalar(select(func.sum(RateCount.count))) == 0


def test_limits_hold_across_two_workers(database: Database, world: World) -> None:
    add_user(database, world)
    other = open_database(database.engine.url.render_as_string(hide_password=False), pool_size=4)
    results: list[str] = []

    def guess(here: Database) -> None:
        results.extend(outcome(works_of(here, world)) for _ in range(8))

    threads = [threading.Thread(target=guess, args=(here,)) for here in (database, other, database, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.dispose()
    assert (results.count("sign_in_refused"), results.count("too_many")) == (PAIR.count, 32 - PAIR.count)


def test_good_and_bad_attempts_at_once_do_not_lock_each_other(database: Database, world: World) -> None:
    add_user(database, world)
    works = works_of(database, world)
    results: list[str] = []

    def attempt(secret: str, origin: Origin) -> None:
        results.extend(outcome(works, secret=secret, origin=origin) for _ in range(4))

    plan = [(PASSWORD, OFFICE), ("wrong", OFFICE), (PASSWORD, HOME), ("wrong", STRANGER)]
    threads = [threading.Thread(target=attempt, args=step) for step in plan]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (results.count("none"), results.count("sign_in_refused")) == (8, 8)


def test_a_password_changed_meanwhile_is_not_good_any_more(
    database: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_user(database, world)

    def slow(stored: str, secret: str) -> bool:
        with database.write() as session:
            session.execute(update(User).values(password_hash=cheap_hash("another-long-text")))
        return password_matches(stored, secret)

    monkeypatch.setattr(sign_in, "password_matches", slow)
    with pytest.raises(SignInRefused):
        sign_in_as(works_of(database, world))


def test_old_hashes_are_replaced_at_sign_in(
    sqlite_database: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_user(sqlite_database, world)
    stronger = type(password.HASHER)(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(password, "HASHER", stronger)
    works = works_of(sqlite_database, world)
    assert [outcome(works, secret=PASSWORD), outcome(works, secret=PASSWORD)] == ["none", "none"]
    with sqlite_database.read() as session:
        stored = session.scalars(select(User.password_hash)).one()
        assert stored.startswith("$argon2id$v=19$m=16,t=2,p=1$")


def test_events_tell_who_where_and_why_but_not_what_was_typed(database: Database, world: World) -> None:
    user = add_user(database, world)
    add_user(database, world, "gone", active=False)
    works = works_of(database, world)
    for name, secret in (("li.wei", PASSWORD), ("li.wei", "wrong-secret"), ("gone", PASSWORD), (PASSWORD, "li.wei")):
        outcome(works, name, secret, OFFICE)
    with database.read() as session:
        events = session.scalars(select(Event).order_by(Event.id)).all()
        told = [(event.action, event.subject_ref == user.ref, event.actor_kind, event.after) for event in events]
        refused = {"network": "192.0.2.10"}
        assert told == [
            ("user.sign_in", True, "user", refused | {"next": "none"}),
            ("user.sign_in_refused", True, "anonymous", refused | {"reason": "password"}),
            ("user.sign_in_refused", False, "anonymous", refused | {"reason": "inactive"}),
            ("user.sign_in_refused", False, "anonymous", refused | {"reason": "password"}),
        ]


def test_a_flood_does_not_fill_the_log(database: Database, world: World) -> None:
    add_user(database, world)
    works = works_of(database, world)
    for _ in range(PAIR.count + 40):
        outcome(works)
    with database.read() as session:
        reasons = [event.after["reason"] for event in session.scalars(select(Event).order_by(Event.id))]
    assert reasons == ["password"] * PAIR.count + ["limit"]


def test_no_transaction_is_open_while_a_password_is_hashed(
    database: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_user(database, world)

    def writing_meanwhile(stored: str, secret: str) -> bool:
        with works_of(database, world).writing() as work:  # would wait for ever if the attempt held a lock
            work.session.execute(update(RateCount).values(count=RateCount.count))
            work.session.execute(update(User).values(locale="en"))
        return password_matches(stored, secret)

    monkeypatch.setattr(sign_in, "password_matches", writing_meanwhile)
    assert isinstance(sign_in_as(works_of(database, world)), SignedIn)
