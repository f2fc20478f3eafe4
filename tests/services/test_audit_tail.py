"""The quick look at the end of the audit chain."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from matchmaker.database import Database
from matchmaker.errors import AuditBroken
from matchmaker.services.audit_tail import verify_tail
from tests.support.builders import a_need, an_enterprise
from tests.support.world import World


def seed(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        for number in range(3):
            a_need(work, an_enterprise(work, f"示例{number}"))


def spoil(database: Database, statement: str) -> None:
    with database.engine.begin() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        for (name,) in list(names):
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))


def test_a_whole_tail_holds_however_much_of_it_is_asked_for(database: Database, world: World) -> None:
    with database.read() as session:
        assert verify_tail(session) == 0
    seed(database, world)
    with database.read() as session:
        assert [verify_tail(session, count) for count in (1, 5, 6, 200)] == [1, 5, 6, 6]


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("UPDATE event SET actor_name = 'x' WHERE id = 5", 5),
        ("DELETE FROM event WHERE id = 4", 4),
        ("DELETE FROM event WHERE id = 6", 6),
    ],
)
def test_what_was_changed_is_named(sqlite_database: Database, world: World, statement: str, number: int) -> None:
    seed(sqlite_database, world)
    spoil(sqlite_database, statement)
    with sqlite_database.read() as session, pytest.raises(AuditBroken) as caught:
        verify_tail(session)
    assert caught.value.params["number"] == number


def test_beyond_the_tail_nothing_is_looked_at(sqlite_database: Database, world: World) -> None:
    seed(sqlite_database, world)
    spoil(sqlite_database, "UPDATE event SET actor_name = 'x' WHERE id = 1")
    with sqlite_database.read() as session:
        assert verify_tail(session, 5) == 5
