"""Engine and sessions: SQLite settings of N2, PostgreSQL by URL, writers that take their lock at the start.

A reading session begins deferred; a writing session begins IMMEDIATE on SQLite, so that read-then-write never
fails with "database is locked" (it waits instead). Both share one pool.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

from matchmaker.ledger import forget_notes, watch_searchable_changes, write_ledger

BUSY_TIMEOUT_MS = 15_000
SQLITE_WAL_RESET_BUG = ((3, 7, 0), (3, 51, 2))  # inclusive range in which a WAL reset may corrupt a database


def sqlite_is_in_corruption_range(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """True if this SQLite is in the WAL-reset corruption range; `doctor` and the start-up log name it."""
    first, last = SQLITE_WAL_RESET_BUG
    return first <= version <= last


@dataclass(frozen=True)
class Database:
    """One engine and its two kinds of session."""

    engine: Engine
    reading: sessionmaker[Session]
    writing: sessionmaker[Session]

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading only; always rolled back."""
        with self.reading() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that commits at the end of the block and rolls back on any error."""
        with self.writing.begin() as session:
            yield session

    def dispose(self) -> None:
        self.engine.dispose()


def open_database(url: str, *, pool_size: int = 16) -> Database:
    """Open the database named by `url` (sqlite:///... or postgresql://...).

    The folder of a SQLite file is created; the schema is not (see `matchmaker db upgrade`).
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = _sqlite_engine(url, parsed.database)
    else:
        engine = create_engine(url, pool_size=pool_size, max_overflow=4, pool_pre_ping=True, pool_timeout=10)
    write_engine = engine.execution_options(matchmaker_write=True)
    reading = sessionmaker(engine, expire_on_commit=False)
    writing = sessionmaker(write_engine, expire_on_commit=False)
    event.listen(writing, "before_flush", watch_searchable_changes)
    event.listen(writing, "before_commit", write_ledger)
    event.listen(writing, "after_rollback", forget_notes)
    event.listen(reading, "before_commit", _refuse_commit)
    return Database(engine=engine, reading=reading, writing=writing)


def _sqlite_engine(url: str, path: str | None) -> Engine:
    if path and path != ":memory:":
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False})
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we emit BEGIN ourselves, see `_begin_sqlite`
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("matchmaker_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED")


def _refuse_commit(session: Session) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("a reading session was asked to write: open Database.write() instead")
