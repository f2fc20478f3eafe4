"""Jobs (作业): put work off in the transaction that causes it; lease, renew, finish and cancel it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.errors import NotFound
from matchmaker.ledger import savepoint
from matchmaker.models import Job
from matchmaker.models.codes import JobState
from matchmaker.services.audit import audit
from matchmaker.services.work import Work

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 5
RETRY_AFTER = timedelta(seconds=15)
FINISHED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


def enqueue(
    *,
    work: Work,
    kind: str,
    unique_key: str,
    payload: dict[str, Any] | None = None,
    delay: timedelta = timedelta(0),
    priority: int = 0,
) -> Job:
    """Ask for a job of `kind`; one that waits under the same key already is returned instead.

    A running one does not count: what changed after its start needs another run.
    """
    waiting = select(Job).where(Job.unique_key == unique_key, Job.state == JobState.QUEUED)
    now = work.now()
    known = work.session.scalars(waiting).first()
    if known is not None:
        known.due_at = min(known.due_at, now + delay)
        return known
    job = Job(
        ref=work.new_ref(),
        kind=kind,
        unique_key=unique_key,
        payload=payload or {},
        priority=priority,
        due_at=now + delay,
        requested_by_id=work.actor.user_id,
        created_at=now,
        updated_at=now,
    )
    try:
        with savepoint(work.session):
            work.session.add(job)
    except IntegrityError:  # another transaction queued the same key a moment ago
        return work.session.scalars(waiting).one()
    return job


def claim_next(*, session: Session, owner: str, now: datetime, kinds: list[str]) -> Job | None:
    """Lease the most urgent due job to `owner`, or None. A lease that ended is taken over (its worker died)."""
    due = and_(Job.state == JobState.QUEUED, Job.due_at <= now)
    orphaned = and_(Job.state == JobState.RUNNING, Job.lease_until < now)
    query = (
        select(Job)
        .where(or_(due, orphaned), Job.kind.in_(kinds))
        .order_by(Job.priority.desc(), Job.due_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job = session.scalars(query).first()
    if job is None:
        return None
    job.state, job.owner, job.lease_until = JobState.RUNNING, owner, now + LEASE
    job.attempts += 1
    job.updated_at = now
    return job


def is_more_urgent_due(*, session: Session, now: datetime, than: int) -> bool:
    """Whether a job of a higher priority waits to be done now: a long one may let it go first."""
    due = select(Job.id).where(Job.state == JobState.QUEUED, Job.due_at <= now, Job.priority > than)
    return session.scalars(due.limit(1)).first() is not None


@dataclass(frozen=True)
class Heartbeat:
    """What a worker learns when it renews its lease."""

    still_mine: bool
    cancel_requested: bool


def renew_lease(
    *, session: Session, job_id: int, owner: str, now: datetime, progress: float, stage: str | None
) -> Heartbeat:
    """Renew the lease and tell the progress (0..1)."""
    mine = _held_by(job_id, owner)
    values = {"lease_until": now + LEASE, "progress": progress, "stage": stage, "updated_at": now}
    changed = session.execute(update(Job).where(mine).values(values))
    job = session.get(Job, job_id)
    return Heartbeat(bool(changed.rowcount), job is not None and job.cancel_requested)  # type: ignore[attr-defined]


def finish_job(*, session: Session, job_id: int, owner: str, now: datetime, result: dict[str, Any]) -> bool:
    """Mark a job done; False if the lease was lost meanwhile (then another worker does it again)."""
    return _end(session, job_id, owner, {"state": JobState.DONE, "progress": 1.0, "result": result, "updated_at": now})


def cancel_running(*, session: Session, job_id: int, owner: str, now: datetime) -> bool:
    """Mark a job cancelled that its worker stopped on request."""
    return _end(session, job_id, owner, {"state": JobState.CANCELLED, "updated_at": now})


def fail_job(*, session: Session, job_id: int, owner: str, now: datetime, error: str) -> bool:
    """Note a failure: the job waits for another attempt, or is failed for good after MAX_ATTEMPTS."""
    job = session.scalars(select(Job).where(_held_by(job_id, owner))).one_or_none()
    if job is None:
        return False
    again = job.attempts < MAX_ATTEMPTS and not _is_waiting(session, job.unique_key)
    values: dict[str, Any] = {"state": JobState.QUEUED if again else JobState.FAILED, "error": error}
    return _end(session, job_id, owner, values | {"due_at": now + RETRY_AFTER * job.attempts, "updated_at": now})


def request_cancel(*, work: Work, job: Job) -> Job:
    """Cancel a waiting job at once; ask a running one to stop."""
    if job.state is JobState.QUEUED:
        job.state = JobState.CANCELLED
    elif job.state is JobState.RUNNING:
        job.cancel_requested = True
    job.updated_at = work.now()
    audit(work=work, action="job.cancel", subject=job, after={"kind": job.kind})
    return job


def get_job(*, work: Work, ref: str) -> Job:
    """A job the caller asked for; organizers see all."""
    query = select(Job).where(Job.ref == ref)
    if not work.actor.sees_all:
        query = query.where(Job.requested_by_id == work.actor.user_id)
    job = work.session.scalars(query).one_or_none()
    if job is None:
        raise NotFound(kind="job", ref=ref)
    return job


def _held_by(job_id: int, owner: str) -> ColumnElement[bool]:
    return and_(Job.id == job_id, Job.owner == owner, Job.state == JobState.RUNNING)


def _is_waiting(session: Session, unique_key: str) -> bool:
    waiting = select(Job.id).where(Job.unique_key == unique_key, Job.state == JobState.QUEUED)
    return session.scalars(waiting).first() is not None


def _end(session: Session, job_id: int, owner: str, values: dict[str, Any]) -> bool:
    ended = values | {"owner": None, "lease_until": None}
    return bool(session.execute(update(Job).where(_held_by(job_id, owner)).values(ended)).rowcount)  # type: ignore[attr-defined]
