"""The whole story of the demo, told once for all tests that only look at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from matchmaker.database import Database, open_database
from matchmaker.demo.loader import load_demo
from tests.demo.stage import an_application, fake_matching


@pytest.fixture(scope="session")
def told_file(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the whole story, decided with the suggestions of the stand-in for matching."""
    folder = tmp_path_factory.mktemp("demo")
    path = folder / "told.sqlite3"
    path.write_bytes(empty_sqlite.read_bytes())
    database = open_database(f"sqlite:///{path}")
    application = an_application(database, folder)
    load_demo(application, run_jobs=fake_matching(application))
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@pytest.fixture
def told(told_file: Path) -> Iterator[Database]:
    """The told story, for reading only."""
    database = open_database(f"sqlite:///{told_file}")
    yield database
    database.dispose()
