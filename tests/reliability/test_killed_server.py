"""A 2xx answer means the write is on disk: killed under posting clients, the service loses and doubles nothing (N1).

The short form runs with every test run; `slow` kills two hundred times.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select, text

from matchmaker import schema
from matchmaker.database import Database, open_database
from matchmaker.models import Need
from matchmaker.services.api_token import create_client, create_token
from matchmaker.services.audit import verify_chain
from tests.support.search import a_search_index
from tests.support.world import World

CLIENTS = 4
START_SECONDS = 90.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Service:
    """`matchmaker serve` in a session of its own, so that one signal reaches everything it started."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.environment = os.environ | {
            "MATCHMAKER_DATA_DIR": str(folder / "data"),
            "MATCHMAKER_CACHE_DIR": str(folder / "none"),  # no model: words are enough here
        }

    @contextmanager
    def running(self) -> Iterator[None]:
        """Started and answering; killed at the end of the block, all of it at once."""
        program = str(Path(sys.executable).with_name("matchmaker"))
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [program, "serve", "--port", str(self.port)],
                env=self.environment, stdout=log, stderr=log, start_new_session=True, cwd=self.folder,
            )  # fmt: skip
        try:
            self._wait()
            yield
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self.ask("GET", "/healthz") == 200:
                return
            time.sleep(0.1)
        raise AssertionError((self.folder / "log").read_text(encoding="utf-8")[-2000:])

    def ask(self, method: str, path: str, body: object = None, token: str = "") -> int | None:
        """The status of the answer; None if there was none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"} if body else {}
        try:
            connection.request(method, path, json.dumps(body) if body else None, headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


class Ledger:
    """What the clients were told was stored, by title."""

    def __init__(self, service: Service, tokens: list[str]) -> None:
        self.service, self.stop, self.acknowledged = service, threading.Event(), list[str]()
        self.threads = [threading.Thread(target=self._post, args=(token,)) for token in tokens]

    def _post(self, token: str) -> None:
        number = 0
        while not self.stop.is_set():
            number += 1
            title = f"需求 {token[3:9]} {number}"
            body = {"title": title, "organization": {"name": f"示例{token[3:9]}厂", "kind": "enterprise"}}
            if self.service.ask("POST", "/api/v1/needs", body, token) == 201:
                self.acknowledged.append(title)
            self.stop.wait(0.1)

    @contextmanager
    def posting(self) -> Iterator[None]:
        for thread in self.threads:
            thread.start()
        try:
            yield
        finally:
            self.stop.set()
            for thread in self.threads:
                thread.join()


def tokens_of(database: Database) -> list[str]:
    """One program for each client: each has a limit of calls of its own."""
    world, made = World(seed=3), []
    for number in range(CLIENTS):
        with database.write() as session:
            work = world.work(session)
            client = create_client(work=work, name=f"程序{number}")
            made.append(create_token(work=work, client=client, scopes=["needs:write"], expires_at=None).text)
    return made


@pytest.mark.parametrize("kills", [2, pytest.param(200, marks=[pytest.mark.slow, pytest.mark.timeout(5400)])])
def test_no_acknowledged_need_is_lost_or_doubled(tmp_path: Path, kills: int) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'data' / 'matchmaker.sqlite3'}")
    schema.upgrade(database)
    service, chance = Service(tmp_path), random.Random(kills)
    ledger = Ledger(service, tokens_of(database))
    with ledger.posting():
        for _ in range(kills):
            with service.running():
                time.sleep(chance.uniform(0.3, 1.5))
    told = Counter(ledger.acknowledged)
    assert len(told) >= kills
    with database.read() as session:
        stored = Counter(session.scalars(select(Need.title)))
        assert {title for title in told if stored[title] != 1} == set()
        assert {title for title, count in stored.items() if count > 1} == set()
        assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        assert verify_chain(session) >= len(told)
    with database.engine.connect() as connection:
        assert schema.foreign_key_violations(connection) == []
    assert a_search_index(database).check().ok
    database.dispose()
