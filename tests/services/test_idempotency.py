"""Idempotency keys: done once, answered again; correct at the same time and after a crash (S12)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import func, select

from matchmaker.database import Database
from matchmaker.errors import Conflicting, Forbidden, InvalidInput
from matchmaker.models import ApiClient, IdempotencyKey, Organization
from matchmaker.models.codes import OrganizationKind
from matchmaker.services.idempotency import (
    Beginning,
    Fresh,
    InFlight,
    Mismatch,
    Replay,
    begin,
    finish,
    purge_keys,
    release,
    request_hash,
)
from matchmaker.services.work import SYSTEM, Actor, Work
from tests.support.world import World

REQUEST = request_hash(method="post", path="/api/v1/needs?x=1", body=b"{}")
ANSWER = {"status": 201, "headers": {"Location": "/api/v1/needs/A"}, "body": {"ref": "A", "标题": ["一"]}}
TICKS = count(1)


@pytest.fixture
def client(database: Database, world: World) -> Actor:
    return add_client(database, world, "示例中心")


def add_client(database: Database, world: World, name: str) -> Actor:
    with database.write() as session:
        row = ApiClient(ref=name, name=name, created_at=world.clock(), updated_at=world.clock())
        session.add(row)
        session.flush()
        return Actor("client", row.ref, row.name, client_id=row.id)


@contextmanager
def ticking(database: Database, world: World, client: Actor) -> Iterator[Work]:
    """A unit of work whose clock, like a real one, never tells the same moment twice."""
    with database.write() as session:
        yield Work(session, client, lambda: world.clock() + timedelta(microseconds=next(TICKS)), world.random.randbytes)


def begin_now(database: Database, world: World, client: Actor, key: str = "k", request: str = REQUEST) -> Beginning:
    with ticking(database, world, client) as work:
        return begin(work=work, key=key, request=request)


def act(database: Database, world: World, client: Actor, claim: Fresh, name: str = "示例厂") -> None:
    """Do something and keep the answer, in one transaction."""
    with ticking(database, world, client) as work:
        work.session.add(Organization(ref=work.new_ref(), kind=OrganizationKind.ENTERPRISE, name=name, name_key=name,
                                      created_at=work.now(), updated_at=work.now()))  # fmt: skip
        finish(work=work, claim=claim, **ANSWER)  # type: ignore[arg-type]


def organizations(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Organization)) or 0


def test_the_same_request_is_answered_again(database: Database, world: World, client: Actor) -> None:
    claim = begin_now(database, world, client)
    assert isinstance(claim, Fresh)
    assert begin_now(database, world, client) == InFlight(seconds=120)
    act(database, world, client, claim)
    assert begin_now(database, world, client) == Replay(**ANSWER)  # type: ignore[arg-type]
    assert begin_now(database, world, client, request="0" * 64) == Mismatch()
    assert organizations(database) == 1


def test_another_request_under_a_key_in_flight_is_a_mismatch(database: Database, world: World, client: Actor) -> None:
    begin_now(database, world, client)
    assert begin_now(database, world, client, request="0" * 64) == Mismatch()


def test_keys_belong_to_their_client(database: Database, world: World, client: Actor) -> None:
    other = add_client(database, world, "示例另一家")
    for actor in (client, other):
        assert isinstance(begin_now(database, world, actor), Fresh)
    with pytest.raises(Forbidden):
        begin_now(database, world, SYSTEM)


def test_a_refused_act_gives_the_key_back(database: Database, world: World, client: Actor) -> None:
    claim = begin_now(database, world, client)
    assert isinstance(claim, Fresh)
    with ticking(database, world, client) as work:
        release(work=work, claim=claim)
    mended = begin_now(database, world, client, request="1" * 64)
    assert isinstance(mended, Fresh)
    with ticking(database, world, client) as work:
        release(work=work, claim=claim)  # the old claim no longer counts
    assert isinstance(begin_now(database, world, client, request="1" * 64), InFlight)


def test_an_answer_is_not_given_back(database: Database, world: World, client: Actor) -> None:
    claim = begin_now(database, world, client)
    assert isinstance(claim, Fresh)
    act(database, world, client, claim)
    with ticking(database, world, client) as work:
        release(work=work, claim=claim)
    assert begin_now(database, world, client) == Replay(**ANSWER)  # type: ignore[arg-type]


def test_a_dead_process_is_taken_over_and_a_slow_one_taken_back(
    database: Database, world: World, client: Actor
) -> None:
    slow = begin_now(database, world, client)
    world.clock.advance(seconds=119)
    assert begin_now(database, world, client) == InFlight(seconds=1)
    world.clock.advance(seconds=2)
    second = begin_now(database, world, client)
    assert isinstance(slow, Fresh)
    assert isinstance(second, Fresh)
    with pytest.raises(Conflicting):
        act(database, world, client, slow)
    assert organizations(database) == 0
    act(database, world, client, second)
    with pytest.raises(Conflicting):
        act(database, world, client, second)
    assert organizations(database) == 1


def test_a_key_is_forgotten_after_a_day(database: Database, world: World, client: Actor) -> None:
    claim = begin_now(database, world, client)
    assert isinstance(claim, Fresh)
    act(database, world, client, claim)
    world.clock.advance(hours=23, minutes=59)
    assert begin_now(database, world, client) == Replay(**ANSWER)  # type: ignore[arg-type]
    world.clock.advance(minutes=2)
    again = begin_now(database, world, client, request="2" * 64)
    assert isinstance(again, Fresh)
    act(database, world, client, again)
    world.clock.advance(hours=25)
    with ticking(database, world, client) as work:
        assert purge_keys(work=work) == 1
    with database.read() as session:
        assert session.scalars(select(IdempotencyKey)).all() == []


def test_of_many_at_once_one_acts(database: Database, world: World, client: Actor) -> None:
    """Whoever is not first is told to wait or gets the first one's answer; the act is done once for each key."""
    outcomes: list[str] = []

    def post(key: str) -> None:
        beginning = begin_now(database, world, client, key)
        if isinstance(beginning, Fresh):
            act(database, world, client, beginning, key)
        outcomes.append(type(beginning).__name__)

    threads = [threading.Thread(target=post, args=(f"k{number % 3}",)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(outcomes), outcomes.count("Fresh"), outcomes.count("Mismatch")) == (12, 3, 0)
    assert organizations(database) == 3


def test_of_many_takeovers_at_once_one_succeeds(database: Database, world: World, client: Actor) -> None:
    begin_now(database, world, client)
    world.clock.advance(minutes=5)
    outcomes: list[str] = []
    threads = [
        threading.Thread(target=lambda: outcomes.append(type(begin_now(database, world, client)).__name__))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["Fresh"] + ["InFlight"] * 5


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "\x00", "k" * 129])
def test_bad_keys_are_refused(sqlite_database: Database, world: World, key: str) -> None:
    client = add_client(sqlite_database, world, "示例中心")
    with pytest.raises(InvalidInput):
        begin_now(sqlite_database, world, client, key)


def test_the_hash_tells_requests_apart() -> None:
    hashes = {
        request_hash(method=method, path=path, body=body)
        for method in ("POST", "PUT")
        for path in ("/a", "/a?b=1", "/\ud800")
        for body in (b"", b"{}", b"\xff")
    }
    assert len(hashes) == 18
    assert request_hash(method="post", path="/a", body=b"") == request_hash(method="POST", path="/a", body=b"")
