"""API tokens: shown once, stored as a hash, scoped, expiring, revoked at once (S12)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Forbidden, InvalidInput, NotFound, TokenRefused, WrongState
from matchmaker.models import ApiClient, ApiToken, Event
from matchmaker.models.codes import Role
from matchmaker.services.api_scope import SCOPES
from matchmaker.services.api_token import (
    MadeToken,
    authenticate,
    create_client,
    create_token,
    find_client,
    get_token,
    list_tokens,
    revoke_token,
    set_client_active,
)
from matchmaker.services.work import SYSTEM, Actor, token_hash
from tests.support.accounts import works_of
from tests.support.world import World


def make(database: Database, world: World, *scopes: str, days: int | None = 30, name: str = "示例中心") -> MadeToken:
    with works_of(database, world).writing(SYSTEM) as work:
        client = find_client(work=work, name=name) or create_client(work=work, name=name)
        expires_at = work.now() + timedelta(days=days) if days else None
        return create_token(work=work, client=client, scopes=scopes or ("needs:read",), expires_at=expires_at)


def refused(database: Database, world: World, token: str) -> bool:
    try:
        authenticate(works=works_of(database, world), token=token)
    except TokenRefused:
        return True
    return False


def test_token_is_recognised_with_its_scopes_and_only_hashed(database: Database, world: World) -> None:
    made = make(database, world, "needs:read", "search:read", "needs:read")
    assert re.fullmatch(r"mm_[0-9A-Z]{6}_[0-9a-f]{64}", made.text)
    actor = authenticate(works=works_of(database, world), token=made.text)
    with database.read() as session:
        client = session.scalars(select(ApiClient)).one()
        row = session.scalars(select(ApiToken)).one()
        assert actor == Actor(kind="client", ref=client.ref, name="示例中心", client_id=client.id,
                              scopes=frozenset({"needs:read", "search:read"}))  # fmt: skip
        assert (row.token_hash, row.prefix) == (token_hash(made.text), made.text[:9])
        events = session.scalars(select(Event).order_by(Event.id)).all()
        assert [event.action for event in events] == ["client.create", "token.create"]
        assert events[1].after == {"client": client.ref, "prefix": row.prefix, "scopes": ["needs:read", "search:read"],
                                   "expires_at": row.expires_at.isoformat()}  # fmt: skip
    assert made.text not in repr(made)


def test_wrong_tokens_are_refused(database: Database, world: World) -> None:
    made = make(database, world)
    for wrong in (
        "",
        "mm_",
        made.text[:-1],
        made.text + "0",
        made.text.upper(),
        "Bearer " + made.text,
        "\ud800",
        "mm_é",
    ):
        assert refused(database, world, wrong)
    assert not refused(database, world, made.text)


def test_revoked_token_is_refused_at_once_and_others_go_on(database: Database, world: World) -> None:
    first, second = make(database, world), make(database, world)
    works = works_of(database, world)
    with works.writing(SYSTEM) as work:
        for _ in range(2):
            revoke_token(work=work, token=get_token(work=work, ref=first.row.prefix), why="lost")
    assert (refused(database, world, first.text), refused(database, world, second.text)) == (True, False)
    with works.reading(SYSTEM) as work:
        assert [row.ref for row in list_tokens(work=work, include_revoked=False)] == [second.row.ref]
        events = work.session.scalars(select(Event).where(Event.action == "token.revoke")).all()
        assert [(event.subject_ref, event.why) for event in events] == [(first.row.ref, "lost")]


def test_token_expires(database: Database, world: World) -> None:
    made, endless = make(database, world, days=30), make(database, world, days=None)
    world.clock.advance(days=29, hours=23, minutes=59)
    assert not refused(database, world, made.text)
    world.clock.advance(minutes=1)
    assert (refused(database, world, made.text), refused(database, world, endless.text)) == (True, False)


def test_switched_off_client_is_refused_with_all_its_tokens(database: Database, world: World) -> None:
    tokens = [make(database, world).text for _ in range(2)]
    other = make(database, world, name="示例另一家")
    works = works_of(database, world)
    with works.writing(SYSTEM) as work:
        client = find_client(work=work, name="示例中心")
        assert client is not None
        set_client_active(work=work, client=client, active=False)
        with pytest.raises(WrongState):
            create_token(work=work, client=client, scopes=["needs:read"], expires_at=None)
    assert [refused(database, world, token) for token in (*tokens, other.text)] == [True, True, False]


def test_use_is_noted_at_most_once_a_minute(database: Database, world: World) -> None:
    made = make(database, world)
    begun = world.clock()
    seen = []
    for _ in range(5):
        authenticate(works=works_of(database, world), token=made.text)
        with database.read() as session:
            used = session.scalars(select(ApiToken.last_used_at)).one()
            assert used is not None
            seen.append((used - begun).seconds)
        world.clock.advance(seconds=25)
    assert seen == [0, 0, 0, 75, 75]


@pytest.mark.parametrize("scopes", [["needs:read", "needs:everything"], []])
def test_unknown_scopes_fail_with_the_known_ones(sqlite_database: Database, world: World, scopes: list[str]) -> None:
    made = make(sqlite_database, world)
    works = works_of(sqlite_database, world)
    with works.writing(SYSTEM) as work:
        client = get_token(work=work, ref=made.row.ref).client
        with pytest.raises(InvalidInput) as refusal:
            create_token(work=work, client=client, scopes=scopes, expires_at=None)
    assert refusal.value.params["known"] == ", ".join(SCOPES)
    assert made.row.scopes == ["needs:read"]


def test_a_scope_that_no_longer_exists_allows_nothing(
    sqlite_database: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make(sqlite_database, world, "needs:read", "audit:read")
    monkeypatch.delitem(SCOPES, "audit:read")
    actor = authenticate(works=works_of(sqlite_database, world), token=made.text)
    assert actor.scopes == frozenset({"needs:read"})


@pytest.mark.parametrize("days", [-1, 0, 1101])
def test_expiry_lies_ahead_and_not_too_far(sqlite_database: Database, world: World, days: int) -> None:
    with works_of(sqlite_database, world).writing(SYSTEM) as work:
        client = create_client(work=work, name="示例中心")
        expires_at = work.now() + timedelta(days=days)
        with pytest.raises(InvalidInput):
            create_token(work=work, client=client, scopes=["needs:read"], expires_at=expires_at)


def test_only_administrators_make_and_revoke(sqlite_database: Database, world: World) -> None:
    made = make(sqlite_database, world)
    for role in set(Role) - {Role.ADMINISTRATOR}:
        actor = Actor("user", "u", "u", role=role, user_id=9)
        with works_of(sqlite_database, world).reading(actor) as work:
            with pytest.raises(Forbidden):
                create_client(work=work, name="x")
            with pytest.raises(Forbidden):
                create_token(work=work, client=made.row.client, scopes=["needs:read"], expires_at=None)
            with pytest.raises(Forbidden):
                revoke_token(work=work, token=made.row)
            with pytest.raises(Forbidden):
                set_client_active(work=work, client=made.row.client, active=False)
    with works_of(sqlite_database, world).reading(SYSTEM) as work, pytest.raises(NotFound):
        get_token(work=work, ref="mm_XXXXXX")


@pytest.mark.parametrize("name", ["", " ", "x" * 121, "a\x00b", "示例中心", " 示例中心 "])
def test_client_names_are_checked(sqlite_database: Database, world: World, name: str) -> None:
    make(sqlite_database, world)
    with pytest.raises(InvalidInput), works_of(sqlite_database, world).writing(SYSTEM) as work:
        create_client(work=work, name=name)
