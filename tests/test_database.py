"""SQLite settings of every connection, writers that wait, and migrations on filled data (N2, N11)."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select, text

from matchmaker import schema
from matchmaker.database import Database, sqlite_is_in_corruption_range
from matchmaker.errors import SchemaOutdated
from matchmaker.models import Base, Expert, Ledger, Passage
from tests.support.builders import a_need, a_suggestion, an_enterprise, an_expert
from tests.support.world import World


def test_every_pooled_connection_has_the_settings(sqlite_database: Database) -> None:
    connections = [sqlite_database.engine.connect() for _ in range(4)]
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    for connection in connections:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
        assert found == wanted
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() >= 5000
        connection.close()


def test_eight_threads_read_then_write_one_row(database: Database) -> None:
    """A deferred BEGIN would fail at once with "database is locked"; ours waits. The sum is exact."""
    errors: list[Exception] = []

    def count(times: int = 25) -> None:
        for _ in range(times):
            try:
                with database.write() as session:
                    ledger = session.scalars(select(Ledger).with_for_update()).one()
                    ledger.change_number += 1
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with database.read() as session:
        assert session.scalars(select(Ledger.change_number)).one() == 200


def test_a_reading_session_refuses_to_write(database: Database) -> None:
    session = database.reading()
    session.get_one(Ledger, 1).change_number = 7
    with pytest.raises(RuntimeError, match="reading session"):
        session.commit()
    session.close()


@pytest.mark.parametrize(
    ("version", "hit"),
    [((3, 6, 23), False), ((3, 7, 0), True), ((3, 40, 1), True), ((3, 51, 2), True), ((3, 51, 3), False)],
)
def test_the_corruption_range_is_known(version: tuple[int, ...], hit: bool) -> None:
    assert sqlite_is_in_corruption_range(version) is hit


def test_the_models_and_the_schema_agree(database: Database) -> None:
    assert schema.differences(database) == []
    assert schema.current_revision(database) == schema.head_revision()
    schema.require_current(database)


def fill(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        a_suggestion(work, a_need(work, an_enterprise(work)), an_expert(work))


def test_migrations_down_and_up_on_filled_tables_keep_every_row(database: Database, world: World) -> None:
    """The step that batch mode would use to empty child tables."""
    fill(database, world)

    def counts() -> dict[str, int]:
        with database.read() as session:
            tables = [table for table in Base.metadata.sorted_tables if table.name != "ledger"]
            return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}

    before = counts()
    schema.downgrade(database, "0001")
    with pytest.raises(SchemaOutdated):
        schema.require_current(database)
    schema.upgrade(database)
    assert counts() == before
    assert before["passage"] > 0
    with database.engine.connect() as connection:
        assert schema.foreign_key_violations(connection) == []


def test_batch_rebuilding_a_parent_table_keeps_its_children(sqlite_database: Database, world: World) -> None:
    """Trap 8, provoked: a batch migration of a parent with foreign keys as `schema` sets them."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    fill(sqlite_database, world)
    with schema._migration_connection(sqlite_database) as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("expert", recreate="always"):
            pass
        assert schema.foreign_key_violations(connection) == []
        connection.commit()
    with sqlite_database.read() as session:
        assert session.scalar(select(func.count()).select_from(Passage)) > 0
        assert session.scalar(select(func.count()).select_from(Expert)) == 1
        assert session.execute(text("PRAGMA foreign_keys")).scalar() == 1
