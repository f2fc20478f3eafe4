"""A process of the service that is killed at a named point: run as a program of its own by the tests beside it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

from embeddings import FakeEncoder
from matchmaker.database import Database, open_database
from matchmaker.jobs.runner import JobContext, Runner
from matchmaker.services.encode import encode_waiting
from matchmaker.services.index_snapshot import SnapshotFile
from tests.support.builders import a_need, an_enterprise, an_expert
from tests.support.search import a_search_index
from tests.support.world import World


def die() -> None:
    """End as if the power went: nothing is flushed, closed or tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


def between_commit_and_refresh(database: Database, folder: Path) -> None:
    """An index is built and its snapshot written; then an expert and its vectors are committed, and nobody is told."""
    world = World(seed=11)
    index = a_search_index(database, snapshot=SnapshotFile(folder / "index.snapshot"))
    index.current()
    index.save_snapshot()
    with database.write() as session:
        an_expert(world.work(session), "后来的专家", directions=["硬岩巷道快速掘进"])
    encode_waiting(database=database, encoder=FakeEncoder(), clock=world.clock)
    die()


def before_the_commit(database: Database, folder: Path) -> None:
    """A need is written, flushed and not yet committed."""
    session = database.writing()
    work = World(seed=12).work(session)
    a_need(work, an_enterprise(work, "未提交的厂"))
    session.flush()
    die()


def during_a_job(database: Database, folder: Path) -> None:
    """A worker holds a job whose handler has begun."""

    def count(context: JobContext) -> dict[str, int]:
        (folder / "begun").write_text("1", encoding="ascii")
        threading.Timer(0.2, die).start()
        threading.Event().wait(60)
        return {}

    Runner(database=database, handlers={"count": count}, owner="killed", clock=World().clock).run_one()


def while_encoding(database: Database, folder: Path) -> None:
    """The second batch of texts is being encoded."""

    def tell(done: int, total: int) -> None:
        die()

    encode_waiting(database=database, encoder=FakeEncoder(), clock=World().clock, progress=tell)


POINTS = {
    "between commit and refresh": between_commit_and_refresh,
    "before the commit": before_the_commit,
    "during a job": during_a_job,
    "while encoding": while_encoding,
}

if __name__ == "__main__":
    url, place, point = sys.argv[1:]
    POINTS[point](open_database(url, pool_size=2), Path(place))
