"""What the processes of a running service weigh: `matchmaker serve` over the real teams and needs, used for a while.

The web process answers pages, previews and searches over HTTP as an officer and an enterprise would ask for them; the
worker encodes the registry and matches every need. Both are read from /proc when they are done.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from matchmaker.bootstrap import utc_now
from matchmaker.database import open_database
from matchmaker.models.codes import Role
from matchmaker.services.password import HASHER
from tests.paths import SHARED_DATA
from tests.support.accounts import PASSWORD, add_user
from tests.support.world import World

OFFICER = "city"
LIMIT = 350
SECONDS = 180.0
PREVIEWS = 40
WORDS = (
    "换热管结垢",
    "废水零排放",
    "焊接机器人",
    "lithium battery electrolyte",
    "食品发酵",
    "煤矿巷道掘进",
    "玄武岩纤维",
)
PAGES = (
    "/console/", "/console/needs/", "/console/experts/", "/console/organizations/", "/console/review/",
    "/console/achievements/", "/console/plans/", "/console/audit/",
)  # fmt: skip
_TORCH = ("libtorch", "/torch/", "/sentence_transformers/")


@dataclass(frozen=True)
class Weight:
    """Megabytes of one process: when it was ready, when its work was done, and the most it ever held."""

    ready: float
    used: float
    peak: float
    torch: bool


def weigh(folder: Path, environment: Mapping[str, str]) -> dict[str, Weight]:
    """Run the service with its data in `folder` and use it; the weights of its `web` process and its `worker`."""
    values = {
        **os.environ, **environment, "MATCHMAKER_DATA_DIR": str(folder), "MATCHMAKER_ENVIRONMENT": "development",
        "MATCHMAKER_SECOND_FACTOR_REQUIRED": "false",
    }  # fmt: skip
    inputs = SHARED_DATA / "inputs"
    for command in (
        ("db", "upgrade"),
        ("import", "experts", str(inputs / "teams.jsonl")),
        ("import", "needs", str(inputs / "需求汇总表.xlsx")),
    ):
        subprocess.run([_program(), *command], env=values, check=True, capture_output=True)
    _add_officer(folder)
    with _serving(folder, values) as (process, port):
        browser = Browser(port)
        _until("the service was not ready", browser.is_ready)
        _until("the worker did not end its jobs", lambda: _waiting(folder) == 0)
        web, worker = _web_and_worker(process)
        ready = {web: _memory(web), worker: _memory(worker)}
        _use(browser, _needs(folder))
        return {name: _weight(one, ready[one]) for name, one in (("web", web), ("worker", worker))}


class Browser:
    """Asks the service as a browser does, with its cookies and its form token."""

    def __init__(self, port: int) -> None:
        self._root = f"http://127.0.0.1:{port}"
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> str:
        return self._ask(path, None)

    def post(self, page: str, path: str, values: Mapping[str, str]) -> str:
        """Post the form of a page."""
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.get(page))
        form = {"csrf_token": found[1] if found else "", **values}
        return self._ask(path, urlencode(form).encode())

    def _ask(self, path: str, body: bytes | None) -> str:
        try:
            with self._opener.open(self._root + path, body, timeout=60) as answer:
                return str(answer.read().decode())
        except HTTPError as error:
            raise RuntimeError(f"{path}: {error.code} {error.read().decode()}") from error

    def is_ready(self) -> bool:
        try:
            parts = json.loads(self.get("/readyz"))["parts"]
        except (URLError, ConnectionError):
            return False
        return bool(parts["model"] == parts["index"] == "ready")


def _use(browser: Browser, needs: list[tuple[str, str, str]]) -> None:
    """Sign in, look at registers, at every need and its candidates, search, and preview needs while they are typed."""
    browser.post("/sign-in", "/sign-in", {"name": OFFICER, "password": PASSWORD})
    for path in PAGES:
        browser.get(path)
    for ref, title, _text in needs:
        browser.get(f"/console/needs/{ref}")
        browser.get(f"/console/search/?q={quote(title)}")
    for words in WORDS:
        browser.get(f"/console/search/?q={quote(words)}")
    for _ref, title, text in (needs * PREVIEWS)[:PREVIEWS]:
        shown = browser.post("/post", "/post/preview", {"title": title, "problem": text or title})
        if not shown.strip():
            raise RuntimeError("the preview shows nothing")


def _program() -> str:
    return str(Path(sys.executable).with_name("matchmaker"))


def _add_officer(folder: Path) -> None:
    world = World()
    world.clock.now = utc_now()
    database = open_database(f"sqlite:///{folder / 'matchmaker.sqlite3'}")
    add_user(database, world, OFFICER, Role.CITY, password_hash=HASHER.hash(PASSWORD))
    database.dispose()


@contextmanager
def _serving(folder: Path, environment: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """`matchmaker serve` in a session of its own: its process and port; ended at the end of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with (folder / "serve.log").open("wb") as log:
        command = [_program(), "serve", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            yield process.pid, port
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _until(problem: str, done: Callable[[], bool]) -> None:
    until = time.monotonic() + SECONDS
    while not done():
        if time.monotonic() > until:
            raise RuntimeError(f"{problem} after {SECONDS:.0f} s")
        time.sleep(0.5)


def _rows(folder: Path, query: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(folder / "matchmaker.sqlite3")) as connection:
        return connection.execute(query).fetchall()


def _waiting(folder: Path) -> int:
    """Jobs that are due or at work."""
    due = "state = 'running' OR (state = 'queued' AND due_at <= datetime('now'))"
    return int(_rows(folder, f"SELECT count(*) FROM job WHERE {due}")[0][0])


def _needs(folder: Path) -> list[tuple[str, str, str]]:
    found = _rows(folder, "SELECT ref, title, coalesce(problem, '') FROM need ORDER BY id")
    return [(ref, title, text) for ref, title, text in found]


def _web_and_worker(supervisor: int) -> tuple[int, int]:
    """The process that answers requests (the child of gunicorn's arbiter) and the worker."""
    first, second = sorted(_children(supervisor), key=lambda process: "gunicorn" not in _command(process))
    return _children(first)[0], second


def _children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _command(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_bytes().decode()


def _memory(process: int, kind: str = "VmRSS") -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(kind)).split()[1]) / 1024


def _weight(process: int, ready: float) -> Weight:
    maps = Path(f"/proc/{process}/maps").read_text()
    torch = any(part in maps for part in _TORCH)
    return Weight(ready, _memory(process), _memory(process, "VmHWM"), torch)
