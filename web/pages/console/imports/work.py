"""Trying and writing the rows: at once for a small file, by a worker for a large one."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from matchmaker.errors import NotFound
from matchmaker.models import Job
from matchmaker.models.codes import JobState
from matchmaker.services.importing.parked import Parked, amend_parked, report_kept
from matchmaker.services.importing.upload import LARGE, folder_of, import_parked, look_at_parked, try_parked
from matchmaker.services.job import enqueue, get_job
from matchmaker.services.work import Work
from web.access_log import request_id
from web.session import application, current_actor, reading, writing


def work_of(session: Session) -> Work:
    return application().work(session, current_actor(), request_id())


def preview_of(parked: Parked) -> dict[str, Any] | None:
    """What the import would do; None while a worker finds out."""
    settings = application().settings
    found = report_kept(folder=folder_of(settings), parked=parked, name="preview")
    if found is not None:
        return found
    if not is_large(parked):
        return try_parked(settings=settings, database=application().database, work_of=work_of, parked=parked)
    if running_job(parked) is None:
        leave_to_worker(parked, "preview")
    return None


def begin_import(parked: Parked, mode: str) -> None:
    """Write the rows; afterwards the result is there, or a job that will bring it."""
    if is_large(parked):
        leave_to_worker(parked, mode)
        return
    import_parked(
        settings=application().settings,
        database=application().database,
        work_of=work_of,
        parked=parked,
        all_or_nothing=mode == "all",
    )


def is_large(parked: Parked) -> bool:
    return len(look_at_parked(settings=application().settings, parked=parked).table.rows) > LARGE


def leave_to_worker(parked: Parked, mode: str) -> None:
    with writing("job") as work:
        payload = {"token": parked.token, "owner": parked.owner, "mode": mode}
        key = f"import:{parked.token[:32]}:{mode}"
        job = enqueue(work=work, kind="import", unique_key=key, payload=payload, priority=7)
        work.session.flush()
        ref = job.ref
    amend_parked(folder=folder_of(application().settings), parked=parked, job=ref)


def running_job(parked: Parked) -> Job | None:
    """The job of this file, unless it has come to a good end."""
    if parked.job is None:
        return None
    with reading() as work:
        try:
            job = get_job(work=work, ref=parked.job)
        except NotFound:
            return None
    return None if job.state in (JobState.DONE, JobState.CANCELLED) else job
