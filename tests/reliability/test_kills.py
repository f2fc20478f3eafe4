"""A process killed with SIGKILL loses nothing it committed, and what it had begun is gone on with (N1, N4, N8)."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from embeddings import FakeEncoder
from matchmaker.database import Database
from matchmaker.jobs.runner import Runner
from matchmaker.models import Embedding, Expert, Job, Need, Organization, Passage
from matchmaker.models.codes import JobState
from matchmaker.services.audit import verify_chain
from matchmaker.services.encode import BATCH
from matchmaker.services.index_snapshot import SnapshotFile
from matchmaker.services.job import LEASE, enqueue
from tests.support.builders import an_expert
from tests.support.search import a_search_index, encode_all
from tests.support.world import World

ROOT = Path(__file__).parents[2]


def kill(database: Database, folder: Path, point: str) -> None:
    """Run a process on this database until it dies at `point`."""
    url = database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.reliability.killed", url, str(folder), point]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


def add_expert(database: Database, world: World, name: str, *directions: str) -> None:
    with database.write() as session:
        an_expert(world.work(session), name, directions=list(directions))


def test_what_was_committed_is_found_by_those_who_run_on_and_by_those_who_start_anew(
    database: Database, world: World, tmp_path: Path
) -> None:
    add_expert(database, world, "先来的专家", "铜丝绞合")
    encode_all(database, world)
    running = a_search_index(database)
    running.current()
    kill(database, tmp_path, "between commit and refresh")
    snapshot = SnapshotFile(tmp_path / "index.snapshot")
    assert snapshot.path.exists()
    vector = FakeEncoder().encode_queries(["硬岩巷道快速掘进"])
    with database.read() as session:
        wanted = session.scalars(select(Passage.id).where(Passage.text == "硬岩巷道快速掘进")).one()
        assert verify_chain(session) > 0
    for index in (running, a_search_index(database), a_search_index(database, snapshot=snapshot)):
        state = index.current()
        assert state.vectors.search(vector, 1).of(0)[0].tolist() == [wanted]
        assert state.lexical.search("硬岩巷道", 1).of(0)[0].tolist() == [wanted]
        assert index.check().ok


def test_what_was_not_committed_is_not_there(database: Database, world: World, tmp_path: Path) -> None:
    kill(database, tmp_path, "before the commit")
    add_expert(database, world, "后来的专家", "铜丝绞合")  # nobody waits for the dead one's lock
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Need)) == 0
        assert session.scalars(select(Organization.name)).all() == []
        assert session.scalar(select(func.count()).select_from(Expert)) == 1
        assert verify_chain(session) == 1


def test_the_job_of_a_killed_worker_runs_again_when_its_lease_ends(
    database: Database, world: World, tmp_path: Path
) -> None:
    with database.write() as session:
        job_id = enqueue(work=world.work(session), kind="count", unique_key="count").id
    kill(database, tmp_path, "during a job")
    assert (tmp_path / "begun").exists()
    other = Runner(database=database, handlers={"count": lambda _: {"done": 1}}, owner="other", clock=world.clock)
    assert other.run_until_idle() == 0
    with database.read() as session:
        assert session.get_one(Job, job_id).state is JobState.RUNNING
    world.clock.advance(seconds=(LEASE + timedelta(seconds=1)).total_seconds())
    assert other.run_until_idle() == 1
    with database.read() as session:
        job = session.get_one(Job, job_id)
        assert (job.state, job.attempts, job.result) == (JobState.DONE, 2, {"done": 1})


def test_encoding_goes_on_where_it_was_killed(database: Database, world: World, tmp_path: Path) -> None:
    texts = BATCH + 20
    add_expert(database, world, "专家", *(f"第{number}种工艺" for number in range(texts - 1)))
    kill(database, tmp_path, "while encoding")

    def encoded() -> int:
        with database.read() as session:
            return session.scalar(select(func.count()).select_from(Embedding)) or 0

    assert encoded() == BATCH
    assert encode_all(database, world) == texts - BATCH
    assert encoded() == texts
    assert a_search_index(database).check().ok
