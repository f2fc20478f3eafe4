"""Fixtures that every part of the suite shares."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_socket import socket_allow_hosts

from matchmaker import schema
from matchmaker.database import Database, open_database
from tests.paths import SHARED_DATA
from tests.support.postgres import Cluster, find_initdb, running_cluster
from tests.support.world import World


@pytest.fixture(autouse=True)
def loopback_only() -> None:
    """No test reaches another machine (S17)."""
    socket_allow_hosts(["127.0.0.1", "localhost", "::1"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of development data beside the checkout; skips loudly where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"development data is absent: {SHARED_DATA}")
    return SHARED_DATA


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of the tests' own; skips loudly where none is installed."""
    if find_initdb() is None:
        pytest.skip("PostgreSQL is not installed (Debian package postgresql)")
    with running_cluster() as cluster:
        migrated = open_database(cluster.create_database(name="migrated"), pool_size=1)
        schema.upgrade(migrated)
        migrated.dispose()
        yield cluster


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the current schema, to be copied by each test."""
    path = tmp_path_factory.mktemp("schema") / "empty.sqlite3"
    database = open_database(f"sqlite:///{path}")
    schema.upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@pytest.fixture
def sqlite_database(empty_sqlite: Path, tmp_path: Path) -> Iterator[Database]:
    """A fresh SQLite database."""
    path = tmp_path / "matchmaker.sqlite3"
    path.write_bytes(empty_sqlite.read_bytes())
    database = open_database(f"sqlite:///{path}")
    yield database
    database.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A fresh database with the current schema, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_database")
        return
    cluster: Cluster = request.getfixturevalue("postgres_cluster")
    database = open_database(cluster.create_database(template="migrated"), pool_size=4)
    yield database
    database.dispose()


@pytest.fixture
def world() -> World:
    """A still clock and seeded random bytes."""
    return World()
