"""The schema's life: upgrade, downgrade, check; safe on a filled database of both kinds (N11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from matchmaker.database import Database
from matchmaker.errors import SchemaOutdated
from matchmaker.models import Base

MIGRATIONS = Path(__file__).parent / "migrations"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def head_revision() -> str:
    """The revision this program needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def current_revision(database: Database) -> str | None:
    """The revision of the database, or None if it is empty."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database to `revision`; nothing happens if it is there."""
    _migrate(database, lambda config: command.upgrade(config, revision))


def downgrade(database: Database, revision: str) -> None:
    """Take the database back to `revision`."""
    _migrate(database, lambda config: command.downgrade(config, revision))


def revise(database: Database, message: str, revision: str) -> None:
    """Write a new migration from the difference between database and models (for developers)."""
    with database.engine.connect() as connection:
        command.revision(_config(connection), message=message, autogenerate=True, rev_id=revision)


def require_current(database: Database) -> None:
    """Raise SchemaOutdated unless the database has this program's schema."""
    found, needed = current_revision(database), head_revision()
    if found != needed:
        raise SchemaOutdated(found=found or "-", needed=needed)


def differences(database: Database) -> list[Any]:
    """What the models say and the database does not (empty when they agree)."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def foreign_key_violations(connection: Connection) -> list[tuple[Any, ...]]:
    """Rows whose foreign key points nowhere (SQLite only; PostgreSQL never has any)."""
    if connection.dialect.name != "sqlite":
        return []
    return [tuple(row) for row in connection.execute(text("PRAGMA foreign_key_check"))]


def _migrate(database: Database, run: Callable[[Config], None]) -> None:
    with _migration_connection(database) as connection:
        run(_config(connection))
        violations = foreign_key_violations(connection)
        if violations:
            connection.rollback()
            raise SchemaOutdated(found=f"{len(violations)} foreign key violations", needed="0")
        connection.commit()


@contextmanager
def _migration_connection(database: Database) -> Iterator[Connection]:
    """A connection for writing whose foreign keys are off on SQLite: see `migrations/env.py`."""
    engine = database.engine.execution_options(matchmaker_write=True)
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        if connection.dialect.name == "sqlite":
            assert raw is not None
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
        finally:
            if connection.dialect.name == "sqlite" and raw is not None:
                connection.rollback()
                raw.execute("PRAGMA foreign_keys=ON")
