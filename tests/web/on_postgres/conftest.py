"""The main pages and the API over PostgreSQL: the tests themselves stand with their pages (N3).

Whatever they ask of `sqlite_database` is a PostgreSQL database here.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from matchmaker.database import Database, open_database
from tests.support.postgres import Cluster


@pytest.fixture
def sqlite_database(postgres_cluster: Cluster) -> Iterator[Database]:
    """A fresh database of the other kind."""
    database = open_database(postgres_cluster.create_database(template="migrated"), pool_size=2)
    assert not database.is_sqlite
    yield database
    database.dispose()
