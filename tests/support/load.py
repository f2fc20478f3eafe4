"""Many clients at once against a running service: what each asked, what it was told, and how long that took."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from embeddings import FakeEncoder
from matchmaker import schema
from matchmaker.bootstrap import utc_now
from matchmaker.database import Database, open_database
from matchmaker.models import User
from matchmaker.models.codes import Role
from matchmaker.services.api_token import create_client, create_token
from matchmaker.services.user_session import start_session
from matchmaker.services.work import Work, actor_of
from tests.bench.filled import MATTERS, TROUBLES, fill
from tests.support.accounts import OFFICE, RULES, add_user
from tests.support.world import World

START_SECONDS = 120.0
TIMEOUT = 30.0
# What clients do, of a hundred requests.
MIX: Mapping[str, int] = {"read": 70, "search": 20, "post": 8, "export": 2}
# Seconds between an answer and the next request: people read what they asked for.
THINK = 5.0
REFUSALS = frozenset({429, 503})


@dataclass(frozen=True)
class Sample:
    """One request. `status` is 0 where no answer came; `retry_after` tells whether a refusal said when to come back."""

    kind: str
    status: int
    seconds: float
    retry_after: bool = False


@dataclass
class Account:
    """A signed-in city officer and a program of the same client: cookie, form token, API token."""

    cookie: str
    token: str
    csrf: str = ""


@dataclass
class Service:
    """`matchmaker serve` over a data folder, in a session of its own."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    port: int = 0
    group: int = 0

    @contextmanager
    def running(self) -> Iterator[Service]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        environment = os.environ | {"MATCHMAKER_DATA_DIR": str(self.folder / "data"),
                                    "MATCHMAKER_SECOND_FACTOR_REQUIRED": "false", **self.settings}  # fmt: skip
        program = str(Path(sys.executable).with_name("matchmaker"))
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [program, "serve", "--port", str(self.port)],
                env=environment, stdout=log, stderr=log, start_new_session=True, cwd=self.folder,
            )  # fmt: skip
        self.group = process.pid
        try:
            self._wait()
            yield self
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _wait(self) -> None:
        """Until a page is found by words: the index is there."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            status, _, _ = ask(self.port, "GET", "/readyz")
            if status == 200:
                return
            time.sleep(0.2)
        raise AssertionError((self.folder / "log").read_text(encoding="utf-8")[-2000:])

    def memory(self) -> int:
        """Kilobytes that all processes of the service hold in memory now."""
        total = 0
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                if os.getpgid(int(status.parent.name)) == self.group:
                    found = re.search(r"VmRSS:\s+(\d+)", status.read_text())
                    total += int(found[1]) if found else 0
            except (OSError, ProcessLookupError):
                continue
        return total


def ask(
    port: int, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, bytes, Mapping[str, str]]:
    """(status, content, headers) of one request; status 0 if the connection failed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        connection.request(method, path, body, dict(headers or {}))
        answer = connection.getresponse()
        return answer.status, answer.read(), dict(answer.headers)
    except (OSError, http.client.HTTPException):
        return 0, b"", {}
    finally:
        connection.close()


@dataclass
class Load:
    """People and programs, each with pauses of `think` seconds on average; `posted` are acknowledged needs."""

    port: int
    accounts: Sequence[Account]
    records: int
    think: float = THINK
    seed: int = 7
    samples: list[Sample] = field(default_factory=list)
    posted: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self, seconds: float, *, beside: Callable[[], None] = lambda: None) -> list[Sample]:
        """All clients for so long; `beside` is called again and again meanwhile."""
        threads = [threading.Thread(target=self._client, args=(number,)) for number in range(len(self.accounts))]
        for thread in threads:
            thread.start()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            beside()
            time.sleep(min(0.25, max(0.0, until - time.monotonic())))
        self.stop.set()
        for thread in threads:
            thread.join()
        return self.samples

    def read_once(self) -> int:
        """The status of one read by the first client."""
        return self._read(random.Random(self.seed), self.accounts[0], 0)[0]

    def _client(self, number: int) -> None:
        chance = random.Random(self.seed * 100_003 + number)
        account = self.accounts[number]
        self.stop.wait(chance.uniform(0, self.think))
        while not self.stop.is_set():
            kind = chance.choices(list(MIX), weights=list(MIX.values()))[0]
            began = time.perf_counter()
            status, headers = getattr(self, f"_{kind}")(chance, account, number)
            self.samples.append(Sample(kind, status, time.perf_counter() - began, "Retry-After" in headers))
            self.stop.wait(min(chance.expovariate(1 / self.think), self.think * 5))

    def _read(self, chance: random.Random, account: Account, _number: int) -> tuple[int, Mapping[str, str]]:
        key = chance.randrange(1, self.records + 1)
        path = chance.choice((
            "/console/", "/console/needs/", f"/console/needs/N{key:09d}", f"/console/experts/E{key:09d}",
            "/console/needs/?county=370902&state=submitted", "/console/review/", "/api/v1/needs?limit=20",
            f"/api/v1/experts/E{key:09d}",
        ))  # fmt: skip
        return self._get(account, path)

    def _search(self, chance: random.Random, account: Account, _number: int) -> tuple[int, Mapping[str, str]]:
        words = chance.choice(MATTERS) + chance.choice(TROUBLES)
        return self._get(account, f"/console/search/?q={quote(words)}")

    def _post(self, chance: random.Random, account: Account, number: int) -> tuple[int, Mapping[str, str]]:
        title = f"负载{number}-{chance.getrandbits(48):012x}"
        body = {"title": title, "problem": chance.choice(MATTERS) + chance.choice(TROUBLES),
                "organization": {"name": f"示例负载{number}厂", "kind": "enterprise"}}  # fmt: skip
        status, _, headers = ask(self.port, "POST", "/api/v1/needs", json.dumps(body).encode(), {
            "Content-Type": "application/json", "Authorization": f"Bearer {account.token}",
        })  # fmt: skip
        if status == 201:
            self.posted.append(title)
        return status, headers

    def _export(self, chance: random.Random, account: Account, _number: int) -> tuple[int, Mapping[str, str]]:
        if not account.csrf:
            _, page, headers = ask(self.port, "GET", "/console/needs/", None, {"Cookie": account.cookie})
            found = re.search(rb'name="csrf_token" value="([^"]+)"', page)
            if found is None:
                return 503, {"Retry-After": "1"}  # refused on the way there, as the page would be
            account.csrf = found[1].decode()
            account.cookie += "; " + headers.get("Set-Cookie", "").partition(";")[0]
        county = chance.choice(("370902", "370911", "370921", "370923", "370982", "370983"))
        path = f"/console/needs/export?county={county}&state=returned"
        status, _, headers = ask(self.port, "POST", path, f"csrf_token={quote(account.csrf)}".encode(), {
            "Content-Type": "application/x-www-form-urlencoded", "Cookie": account.cookie,
        })  # fmt: skip
        return status, headers

    def _get(self, account: Account, path: str) -> tuple[int, Mapping[str, str]]:
        own = {"Authorization": f"Bearer {account.token}"} if path.startswith("/api") else {"Cookie": account.cookie}
        status, _, headers = ask(self.port, "GET", path, None, own)
        return status, headers


class Named(FakeEncoder):
    """An encoder that is taken for another: random vectors stand for those of the real model."""

    def __init__(self, dimension: int, model_id: str) -> None:
        super().__init__(dimension)
        self._named = model_id

    @property
    def model_id(self) -> str:
        return self._named


def a_filled_service(folder: Path, *, records: int, model_id: str, dimension: int) -> tuple[Service, Database]:
    """A data folder with `records` needs and experts whose vectors are of `model_id`, and the service over it."""
    database = open_database(f"sqlite:///{folder / 'data' / 'matchmaker.sqlite3'}")
    schema.upgrade(database)
    fill(database, Named(dimension, model_id), needs=records, experts=records)
    return Service(folder), database


def accounts_of(database: Database, count: int) -> list[Account]:
    """Officers and programs, a pair for each client: limits count for each by itself."""
    world, made = World(seed=5), []
    world.clock.now = utc_now()
    for number in range(count):
        user = add_user(database, world, f"load{number}", Role.CITY)
        with database.write() as session:
            work: Work = world.work(session)
            row = session.get_one(User, user.id)
            found = start_session(work=work.as_actor(actor_of(row)), user=row, origin=OFFICE, rules=RULES)
            client = create_client(work=work, name=f"程序{number}")
            scopes = ["needs:read", "needs:write", "experts:read"]
            token = create_token(work=work, client=client, scopes=scopes, expires_at=None).text
        made.append(Account(f"sign-in={found}", token))
    return made


def quantile(values: Sequence[float], share: float) -> float:
    """The value that `share` of `values` do not exceed; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
