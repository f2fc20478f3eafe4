"""The demo's worker loop: on an evening only what is needed then, at the end everything, with progress."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.demo import matching
from matchmaker.demo.matching import DemoMatching
from matchmaker.jobs.runner import JobContext
from matchmaker.models import Job
from matchmaker.models.codes import JobState
from matchmaker.services.job import enqueue
from tests.demo.stage import an_application


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Kinds of the jobs that ran, with handlers that only tell their progress."""
    kinds: list[str] = []

    def handler(kind: str) -> Callable[[JobContext], dict[str, object]]:
        def run(context: JobContext) -> dict[str, object]:
            kinds.append(kind)
            context.report(1, 2, f"{kind} stage")
            return {"need": context.payload.get("need_id")}

        return run

    monkeypatch.setattr(
        matching, "handlers", lambda application: {kind: handler(kind) for kind in ("encode", "suggest", "suggest_all")}
    )
    return kinds


def test_an_evening_leaves_the_pass_over_all_needs_to_the_end(
    sqlite_database: Database, tmp_path: Path, ran: list[str]
) -> None:
    application = an_application(sqlite_database, tmp_path)
    with sqlite_database.write() as session:
        work = application.work(session)
        for kind, priority in (("encode", 8), ("suggest", 5), ("suggest_all", 0)):
            enqueue(work=work, kind=kind, unique_key=kind, payload={"need_id": 7}, priority=priority)
    told: list[tuple[str, int, int]] = []
    demo = DemoMatching(application, lambda title: lambda done, total: told.append((title, done, total)))
    assert (demo.run_evening(), list(ran)) == (2, ["encode", "suggest"])
    assert (demo.run_evening(), demo.run_all(), ran[2:]) == (0, 1, ["suggest_all"])
    assert told == [("encode stage", 1, 2), ("suggest stage", 1, 2), ("suggest_all stage", 1, 2)]
    with sqlite_database.read() as session:
        jobs = session.scalars(select(Job)).all()
        assert {(job.state, job.result["need"]) for job in jobs} == {(JobState.DONE, 7)}
