"""Whether another writer would have to wait just now."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

from matchmaker.database import Database


def is_free(database: Database) -> bool:
    """Whether nobody holds the one lock for writing of a SQLite file."""
    with closing(sqlite3.connect(str(database.engine.url.database), timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        connection.execute("ROLLBACK")
    return True


def watched(database: Database, act: Callable[..., Any], seen: list[bool]) -> Callable[..., Any]:
    """`act`, noting in `seen` whether others could write while it ran."""

    def run(*arguments: Any, **named: Any) -> Any:
        seen.append(is_free(database))
        return act(*arguments, **named)

    return run
