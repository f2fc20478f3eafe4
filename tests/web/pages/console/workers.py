"""A worker in a thread beside a served page, for tests that ask for a job and see its end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from matchmaker.bootstrap import Application
from matchmaker.jobs.handlers import handlers
from matchmaker.jobs.runner import Runner
from tests.web.pages.console.conftest import Office


@contextmanager
def working(office: Office, *kinds: str) -> Iterator[None]:
    """A worker for these kinds of jobs, until the block ends."""
    application: Application = office.app.extensions["services"]
    chosen = {kind: run for kind, run in handlers(application).items() if kind in kinds}
    runner = Runner(database=office.database, handlers=chosen, owner="test", clock=office.world.clock)
    stop = threading.Event()
    thread = threading.Thread(target=runner.run_forever, args=(stop,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=30)
