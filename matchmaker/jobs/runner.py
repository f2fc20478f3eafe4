"""The worker loop: lease a job, run its handler, renew the lease meanwhile, note how it ended."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import or_, select

from matchmaker.database import Database
from matchmaker.models import Job
from matchmaker.models.codes import JobState
from matchmaker.services import job as jobs

POLL_SECONDS = 0.25
HEARTBEAT_SECONDS = 10.0
log = structlog.get_logger(__name__)


class Cancelled(Exception):
    """Raised inside a handler when its job was cancelled or its lease was lost."""


@dataclass
class JobContext:
    """What a handler may ask of its surroundings."""

    payload: dict[str, Any]
    progress: float = 0.0
    stage: str | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    def report(self, done: int, total: int, stage: str | None = None) -> None:
        """Tell the progress; raises Cancelled if the job should end."""
        self.progress = done / total if total else 0.0
        self.stage = stage or self.stage
        if self.stop.is_set():
            raise Cancelled


Handler = Callable[[JobContext], dict[str, Any]]


class Runner:
    """Runs jobs of the kinds in `handlers`, one at a time, under the name `owner`."""

    def __init__(
        self, *, database: Database, handlers: Mapping[str, Handler], owner: str, clock: Callable[[], datetime]
    ) -> None:
        self.database, self.handlers, self.owner, self.clock = database, handlers, owner, clock

    def run_forever(self, stop: threading.Event) -> None:
        """Work until `stop` is set."""
        while not stop.is_set():
            if not self.run_one():
                stop.wait(POLL_SECONDS)

    def run_until_idle(self, limit: int = 1000) -> int:
        """Work until nothing is due; returns how many jobs ran (tests, `demo`, command line)."""
        for count in range(limit):
            if not self.run_one():
                return count
        return limit

    def run_one(self) -> bool:
        """Run one due job; False if there is none."""
        if not self._anything_due():
            return False
        with self.database.write() as session:
            job = jobs.claim_next(session=session, owner=self.owner, now=self.clock(), kinds=list(self.handlers))
            if job is None:
                return False
            job_id, kind, context = job.id, job.kind, JobContext(payload=dict(job.payload))
        self._run(job_id, kind, context)
        return True

    def _anything_due(self) -> bool:
        now = self.clock()
        due = (Job.state == JobState.QUEUED) & (Job.due_at <= now)
        orphaned = (Job.state == JobState.RUNNING) & (Job.lease_until < now)
        with self.database.read() as session:
            return session.scalars(select(Job.id).where(or_(due, orphaned)).limit(1)).first() is not None

    def _run(self, job_id: int, kind: str, context: JobContext) -> None:
        ended = threading.Event()
        beating = threading.Thread(target=self._beat, args=(job_id, context, ended), daemon=True)
        beating.start()
        try:
            result = self.handlers[kind](context)
        except Cancelled:
            outcome: Callable[..., bool] = jobs.cancel_running
            values: dict[str, Any] = {}
        except Exception as error:
            log.exception("job failed", kind=kind, job=job_id)
            outcome, values = jobs.fail_job, {"error": f"{type(error).__name__}: {error}"}
        else:
            outcome, values = jobs.finish_job, {"result": result}
        finally:
            ended.set()
            beating.join()
        with self.database.write() as session:
            outcome(session=session, job_id=job_id, owner=self.owner, now=self.clock(), **values)

    def _beat(self, job_id: int, context: JobContext, ended: threading.Event) -> None:
        while not ended.wait(HEARTBEAT_SECONDS if context.progress == 0 else 1.0):
            with self.database.write() as session:
                beat = jobs.renew_lease(
                    session=session,
                    job_id=job_id,
                    owner=self.owner,
                    now=self.clock(),
                    progress=context.progress,
                    stage=context.stage,
                )
            if not beat.still_mine or beat.cancel_requested:
                context.stop.set()
