"""Fifty clients at once over a large registry, then ten times as many, on the machine that also runs the clients."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from matchmaker.bootstrap import utc_now
from matchmaker.database import Database
from matchmaker.models import Need, Organization
from matchmaker.models.codes import NeedState
from matchmaker.ranking.encoder import open_ranking_encoder
from matchmaker.settings import Settings
from tests.bench.table import Table
from tests.support.builders import a_need
from tests.support.load import MIX, REFUSALS, THINK, Load, Sample, Service, a_filled_service, accounts_of, ask, quantile
from tests.support.world import World

ROOT = Path(__file__).parents[2]
RECORDS, CLIENTS, SECONDS = 50_000, 50, 60.0
HEADS = ("clients", "what", "asked", "answered", "refused", "failed", "median", "95 of 100", "slowest")


@contextmanager
def health_asked(port: int, seconds: list[float]) -> Iterator[None]:
    """Asks beside the load how long the process takes to say that it lives; from a process without clients."""
    probe = subprocess.Popen([sys.executable, "-m", "tests.support.probe", str(port)], cwd=ROOT,
                             stdout=subprocess.PIPE, text=True)  # fmt: skip
    try:
        yield
    finally:
        probe.terminate()
        told, _ = probe.communicate(timeout=60)
        answers = [json.loads(line) for line in told.splitlines()]
        seconds += [float("inf") if answer is None else float(answer) for answer in answers]


@contextmanager
def loaded_service(records: int, clients: int) -> Iterator[tuple[Service, Database, Callable[[int], Load]]]:
    """A running service with the real model over `records` needs and experts, and loads against it."""
    settings = Settings(_env_file=None)
    encoder = open_ranking_encoder(settings.model, cache_dir=settings.cache_path, threads=1)
    with tempfile.TemporaryDirectory() as name:
        made, database = a_filled_service(
            Path(name), records=records, model_id=encoder.model_id, dimension=encoder.dimension
        )
        accounts = accounts_of(database, clients)
        with made.running() as service:
            warm(service, accounts[0].cookie)
            yield service, database, lambda count: Load(service.port, accounts[:count], records)
        database.dispose()


def warm(service: Service, cookie: str) -> None:
    """Until a search is answered by meaning: model and index are there."""
    until = time.monotonic() + 180
    while time.monotonic() < until:
        status, _, _ = ask(service.port, "GET", "/console/search/?q=%E5%BA%9F%E6%B0%B4", None, {"Cookie": cookie})
        ready, body, _ = ask(service.port, "GET", "/readyz")
        if status == 200 and ready == 200 and b'"ready"' in body:
            return
        time.sleep(0.5)
    raise AssertionError(f"the service did not get ready: {status}, {body!r}")


def seconds_to_suggestions(database: Database, service: Service, number: int) -> float:
    """From the moment that a verified need is stored until matching has looked at it."""
    world = World(seed=900 + number)
    world.clock.now = utc_now()
    with database.write() as session:
        work = world.work(session)
        owner = session.get_one(Organization, 1 + number)
        key = a_need(work, owner, f"新发布的换热管防垢需求{number}", NeedState.VERIFIED).id
    began = time.monotonic()
    while time.monotonic() - began < 60:
        with database.read() as session:
            if session.get_one(Need, key).assessed_at is not None:
                return time.monotonic() - began
        time.sleep(0.05)
    return float("inf")


def tables() -> Iterator[Table]:
    """MATCHMAKER_BENCH_RECORDS and MATCHMAKER_LOAD_SECONDS make it smaller."""
    records = int(os.environ.get("MATCHMAKER_BENCH_RECORDS", RECORDS))
    seconds = float(os.environ.get("MATCHMAKER_LOAD_SECONDS", SECONDS))
    rows: list[tuple[str, ...]] = []
    with loaded_service(records, CLIENTS * 10) as (service, database, load):
        for clients in (CLIENTS, CLIENTS * 10):
            health: list[float] = []
            with health_asked(service.port, health):
                samples = load(clients).run(seconds)
            rows += rows_of(clients, samples, health)
            if clients == CLIENTS:
                took = [seconds_to_suggestions(database, service, number) for number in range(3)]
                rows.append(("", "suggestions", "3", "3", "0", "0", said(quantile(took, 0.5)), "", said(max(took))))
    yield Table(f"Load over {records} needs and experts, {THINK:.0f} s between a client's requests", HEADS, rows)


def rows_of(clients: int, samples: Sequence[Sample], health: Sequence[float]) -> Iterator[tuple[str, ...]]:
    for kind in MIX:
        own = [sample for sample in samples if sample.kind == kind]
        good = [sample.seconds for sample in own if 200 <= sample.status < 400]
        refused = sum(sample.status in REFUSALS for sample in own)
        counts = (len(own), len(good), refused, len(own) - len(good) - refused)
        times = (quantile(good, 0.5), quantile(good, 0.95), max(good, default=0.0))
        yield (str(clients), kind, *map(str, counts), *map(said, times))
    times = (quantile(health, 0.5), quantile(health, 0.95), max(health, default=0.0))
    yield (str(clients), "health", str(len(health)), "", "", "", *map(said, times))


def said(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
