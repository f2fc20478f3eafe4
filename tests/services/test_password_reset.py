"""Password reset: once, for thirty minutes, hashed, on the canonical host, and silent about who has an account (S7)."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import InvalidInput, LinkExpired, MatchmakerError, SignInRefused, TooMany
from matchmaker.models import Event, OutboxMessage, PasswordReset, UserSession
from matchmaker.services.origin import Origin, origin_of
from matchmaker.services.password_reset import (
    PER_ACCOUNT,
    PER_NETWORK,
    finish_reset,
    link_is_open,
    purge_resets,
    request_reset,
)
from matchmaker.services.sign_in import ACCOUNT
from matchmaker.services.user import deactivate_user, edit_user
from matchmaker.services.user_scope import get_user
from matchmaker.services.user_session import Step, resume_session
from matchmaker.services.work import SYSTEM, token_hash
from matchmaker.services.work_source import WorkSource
from tests.support.accounts import (
    OFFICE,
    RULES,
    STRANGER,
    add_user,
    cheap_passwords,  # noqa: F401
    sign_in_as,
    works_of,
)
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("cheap_passwords")
BASE = "https://match.example.org/"
NEW = "river under old stone"


def ask(works: WorkSource, email: str = "li@example.org", origin: Origin = OFFICE) -> None:
    request_reset(works=works, email=email, origin=origin, base_url=BASE)


def links(database: Database) -> list[str]:
    with database.read() as session:
        query = select(OutboxMessage).where(OutboxMessage.topic == "password_reset").order_by(OutboxMessage.id)
        return [row.payload["secret"]["link"] for row in session.scalars(query)]


def token_in(link: str) -> str:
    return link.rpartition("/")[2]


def is_open(works: WorkSource, token: str) -> bool:
    with works.reading() as work:
        return link_is_open(work=work, token=token)


def test_the_link_is_mailed_and_only_its_hash_is_kept(database: Database, world: World) -> None:
    user = add_user(database, world, email="li@example.org", locale="en")
    works = works_of(database, world)
    ask(works, " LI@Example.org")
    with database.read() as session:
        mail = session.scalars(select(OutboxMessage)).one()
        assert (mail.channel, mail.topic, mail.recipient, mail.state) == (
            "mail",
            "password_reset",
            "li@example.org",
            "waiting",
        )
        link = mail.payload["secret"]["link"]
        assert mail.payload == {
            "name": user.display_name,
            "locale": "en",
            "params": {"minutes": 30},
            "secret": {"link": link},
        }
        assert link.startswith("https://match.example.org/password-reset/")
        row = session.scalars(select(PasswordReset)).one()
        assert row.token_hash == token_hash(token_in(link))
        assert is_open(works, token_in(link))


def test_nothing_tells_whether_there_is_an_account(database: Database, world: World) -> None:
    add_user(database, world, "off", email="off@example.org", active=False)
    add_user(database, world, "none")
    works = works_of(database, world)
    for email in ("nobody@example.org", "off@example.org", "none", "", "\x00", "\ud800", "x" * 9000):
        ask(works, email)
    assert links(database) == []
    with database.read() as session:
        events = session.scalars(select(Event)).all()
        assert {(event.action, event.subject_ref) for event in events} == {("user.password_reset_request", "-")}


def test_a_reset_sets_the_password_and_ends_everything_else(database: Database, world: World) -> None:
    user = add_user(database, world, email="li@example.org", must_change_password=True)
    works = works_of(database, world)
    session_token = sign_in_as(works).token
    ask(works)
    ask(works)
    first, second = map(token_in, links(database))
    assert is_open(works, first)
    finish_reset(works=works, token=first, password=NEW, origin=OFFICE)
    assert (is_open(works, first), is_open(works, second)) == (False, False)
    assert resume_session(works=works, token=session_token, rules=RULES) is None
    with pytest.raises(SignInRefused):
        sign_in_as(works)
    assert sign_in_as(works, password=NEW).step is Step.NONE
    for token in (first, second):
        with pytest.raises(LinkExpired):
            finish_reset(works=works, token=token, password=NEW, origin=OFFICE)
    with database.read() as session:
        event = session.scalars(select(Event).where(Event.action == "user.password_reset")).one()
        assert (event.actor_ref, event.subject_ref, event.after) == (user.ref, user.ref, {"network": "192.0.2.10"})
        topics = session.scalars(select(OutboxMessage.topic).order_by(OutboxMessage.id)).all()
        assert topics == ["password_reset", "password_reset", "password_changed"]


def test_a_refused_password_leaves_the_link_open(database: Database, world: World) -> None:
    add_user(database, world, email="li@example.org")
    works = works_of(database, world)
    ask(works)
    token = token_in(links(database)[0])
    with pytest.raises(InvalidInput):
        finish_reset(works=works, token=token, password="li@example.org", origin=OFFICE)
    finish_reset(works=works, token=token, password=NEW, origin=OFFICE)


def test_a_link_lives_for_thirty_minutes(database: Database, world: World) -> None:
    add_user(database, world, email="li@example.org")
    works = works_of(database, world)
    ask(works)
    token = token_in(links(database)[0])
    world.clock.advance(minutes=29, seconds=59)
    assert is_open(works, token)
    world.clock.advance(seconds=1)
    assert not is_open(works, token)
    with pytest.raises(LinkExpired):
        finish_reset(works=works, token=token, password=NEW, origin=OFFICE)
    world.clock.advance(seconds=1)
    with works.writing() as work:
        assert purge_resets(work=work) == 1
    for bad in ("", "\ud800", "é", token[:-1]):
        assert not is_open(works, bad)


def test_links_die_with_the_address_and_with_the_account(database: Database, world: World) -> None:
    moving = add_user(database, world, "moving", email="moving@example.org")
    leaving = add_user(database, world, "leaving", email="leaving@example.org")
    works = works_of(database, world)
    ask(works, "moving@example.org")
    ask(works, "leaving@example.org")
    with works.writing(SYSTEM) as work:
        edit_user(work=work, user=get_user(work=work, ref=moving.ref), values={"email": "new@example.org"})
        deactivate_user(work=work, user=get_user(work=work, ref=leaving.ref))
    assert [is_open(works, token_in(link)) for link in links(database)] == [False, False]


def test_of_two_uses_at_once_one_counts(database: Database, world: World) -> None:
    add_user(database, world, email="li@example.org")
    works = works_of(database, world)
    ask(works)
    token = token_in(links(database)[0])
    results: list[str] = []

    def use(number: int) -> None:
        try:
            finish_reset(works=works, token=token, password=f"{NEW} {number}", origin=OFFICE)
            results.append("done")
        except MatchmakerError as error:
            results.append(error.code)

    threads = [threading.Thread(target=use, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["done", "link_expired", "link_expired", "link_expired"]


def test_one_account_gets_a_few_mails_and_one_network_a_few_requests(database: Database, world: World) -> None:
    add_user(database, world, email="li@example.org")
    works = works_of(database, world)
    for number in range(PER_ACCOUNT.count + 4):
        ask(works, origin=origin_of(f"203.0.113.{number + 1}"))
    assert len(links(database)) == PER_ACCOUNT.count
    for _ in range(PER_NETWORK.count):
        ask(works, "nobody@example.org", STRANGER)
    with pytest.raises(TooMany):
        ask(works, "nobody@example.org", STRANGER)


def test_a_reset_opens_a_new_place_while_strangers_hammer_the_account(database: Database, world: World) -> None:
    user = add_user(database, world, email="li@example.org")
    works = works_of(database, world)
    for number in range(ACCOUNT.count):
        with pytest.raises(SignInRefused):
            sign_in_as(works, password="wrong", origin=origin_of(f"203.0.113.{number + 1}"))
    with pytest.raises(TooMany):
        sign_in_as(works)
    ask(works)
    finish_reset(works=works, token=token_in(links(database)[0]), password=NEW, origin=OFFICE)
    assert sign_in_as(works, password=NEW).step is Step.NONE
    with database.read() as session:
        assert len(session.scalars(select(UserSession).where(UserSession.user_id == user.id)).all()) == 2
