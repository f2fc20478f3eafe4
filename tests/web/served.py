"""The service as `matchmaker serve` runs it, in processes of its own, on a clock that a test sets.

Run as a program it is one of the two processes: `gunicorn tests.web.served:web()` and `python -m tests.web.served`.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask

from matchmaker.bootstrap import Application, build_application, utc_now
from matchmaker.jobs.handlers import handlers
from matchmaker.jobs.runner import Runner

ROOT = Path(__file__).parents[2]
LATER = "TEST_SECONDS_LATER"
START_SECONDS = 60.0


def on_its_clock() -> Application:
    """The application that the environment describes; its clock runs beside the real one."""
    application = build_application()
    later = timedelta(seconds=float(os.environ[LATER]))
    application.clock = lambda: utc_now() + later
    return application


def web() -> Flask:
    from web.wsgi import build_web

    return build_web(on_its_clock())


def work_jobs() -> None:
    """What `matchmaker worker` does, until it is told to end."""
    application, stop = on_its_clock(), threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    Runner(
        database=application.database, handlers=handlers(application), owner="worker", clock=application.clock
    ).run_forever(stop)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def two_processes(folder: Path, now: datetime, settings: Mapping[str, str]) -> Iterator[str]:
    """A web process and a worker over the data folder, whose clock tells `now` at the start; gives their address."""
    port = free_port()
    home = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "MATCHMAKER_DATA_DIR": str(folder),
        "MATCHMAKER_BASE_URL": home,
        LATER: str((now - utc_now()).total_seconds()),
        **settings,
    }
    commands = (
        [sys.executable, "-m", "gunicorn", "tests.web.served:web()", "--worker-class", "gthread", "--threads", "8",
         "--no-control-socket", "--bind", f"127.0.0.1:{port}"],
        [sys.executable, "-m", "tests.web.served"],
    )  # fmt: skip
    with (folder / "log").open("ab") as log:
        running = [
            subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
            for command in commands
        ]
    try:
        _wait(home, folder / "log", running)
        yield home
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=30)


def _wait(home: str, log: Path, running: Sequence[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and all(process.poll() is None for process in running):
        try:
            with urllib.request.urlopen(f"{home}/healthz", timeout=10):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8")[-2000:])


if __name__ == "__main__":
    work_jobs()
