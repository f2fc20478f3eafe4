"""How long the console's pages take over a large registry: 50,000 needs and as many experts, one request at a time."""

from __future__ import annotations

import logging
import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import structlog
from flask.testing import FlaskClient
from sqlalchemy import event

from embeddings import FakeEncoder, Segmenter
from matchmaker import schema
from matchmaker.bootstrap import Application
from matchmaker.database import Database, open_database
from matchmaker.models.codes import Role
from matchmaker.services.index_state import Tools
from matchmaker.services.search_index import SearchIndex
from matchmaker.settings import Settings
from tests.bench.filled import NOW, fill
from tests.bench.table import Table, milliseconds
from tests.support.accounts import add_user, sign_in_as, works_of
from tests.support.world import World
from tests.web.conftest import make_settings, reference_label
from web.app import create_app
from web.readiness import Readiness

NEEDS = EXPERTS = 50_000
REPEATS = 5
DIMENSION = 384
HEADS = ("page", "role", "median", "slowest", "queries")
PAGES: Mapping[str, str] = {
    "today": "/console/",
    "needs": "/console/needs/",
    "needs, of a county and state": "/console/needs/?county=370902&state=submitted",
    "needs, with words": "/console/needs/?q=换热管",
    "needs, by promised day": "/console/needs/?due=today&sort=answer_due_on&order=asc",
    "experts": "/console/experts/",
    "organizations": "/console/organizations/",
    "review queue": "/console/review/",
    "search": "/console/search/?q=换热管结垢",
}


def tables() -> Iterator[Table]:
    """Seconds a page, for a city and a county officer; NEEDS and EXPERTS by MATCHMAKER_BENCH_RECORDS."""
    count = int(os.environ.get("MATCHMAKER_BENCH_RECORDS", NEEDS))
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with filled_registry(count) as (database, folder):
        rows = list(_rows(database, folder))
    yield Table(
        f"Console pages over {count} needs and {count} experts", ("page", "role", "median", "slowest", "queries"), rows
    )


@contextmanager
def filled_registry(count: int) -> Iterator[tuple[Database, Path]]:
    """A SQLite database with `count` needs and experts in a folder that goes away."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = open_database(f"sqlite:///{folder / 'matchmaker.sqlite3'}")
        schema.upgrade(database)
        fill(database, FakeEncoder(DIMENSION), needs=count, experts=count)
        try:
            yield database, folder
        finally:
            database.dispose()


def _rows(database: Database, folder: Path) -> Iterator[tuple[str, ...]]:
    clients = _clients(database, folder)
    for page, address in PAGES.items():
        for role, client in clients.items():
            client.get(address)  # what is only slow once is no part of it
            seconds, queries = zip(*(_ask(client, address, database) for _ in range(REPEATS)), strict=True)
            yield (page, role, milliseconds(statistics.median(seconds)), milliseconds(max(seconds)), str(queries[0]))


def _clients(database: Database, folder: Path) -> dict[str, FlaskClient]:
    world = World()
    world.clock.now = NOW
    encoder = FakeEncoder(DIMENSION)
    tools = Tools(segmenter=Segmenter(), model_id=encoder.model_id, dimension=DIMENSION, engine=None)
    application = Application(
        settings=Settings(_env_file=None, data_dir=folder, environment="testing", second_factor_required=False),
        database=database,
        clock=world.clock,
        entropy=world.random.randbytes,
        search_if_built=SearchIndex(database=database, tools=tools, encoder=encoder),
    )
    ready = Readiness("ready", {"database": "ready"})
    app = create_app(make_settings(), readiness=lambda: ready, labels=reference_label, services=application)
    clients = {}
    for role, values in ((Role.CITY, {}), (Role.COUNTY, {"county_code": "370902"})):
        add_user(database, world, role.value, role, **values)
        client = app.test_client()
        client.set_cookie("sign-in", sign_in_as(works_of(database, world), role.value).token)
        clients[role.value] = client
    return clients


def _ask(client: FlaskClient, address: str, database: Database) -> tuple[float, int]:
    """Seconds of one request, and how often it asked the database."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    started = time.perf_counter()
    answer = client.get(address)
    taken = time.perf_counter() - started
    event.remove(database.engine, "before_cursor_execute", note)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status}")
    return taken, len(asked)
