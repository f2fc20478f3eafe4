"""Whether this process can do its work: the database, the model, the index, the worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from matchmaker.models import Job
from matchmaker.models.codes import JobState

if TYPE_CHECKING:
    from matchmaker.bootstrap import Application

# A due job that nobody took for this long means that no worker runs.
PATIENCE = timedelta(minutes=2)


@dataclass(frozen=True)
class ServiceState:
    """`status` is ready, degraded (it serves, something waits) or down; `parts` says which part is how."""

    status: str
    parts: Mapping[str, str]


def examine_readiness(application: Application) -> ServiceState:
    """Look at every part; cheap enough to be asked every few seconds."""
    parts = {"database": "ready", "model": "starting", "index": "starting", "worker": "ready"}
    try:
        with application.database.read() as session:
            overdue = application.clock() - PATIENCE
            waiting = select(Job.id).where(Job.state == JobState.QUEUED, Job.due_at < overdue).limit(1)
            if session.scalars(waiting).first() is not None:
                parts["worker"] = "missing"
    except SQLAlchemyError:
        return ServiceState("down", {**parts, "database": "down", "worker": "unknown"})
    search = application.search_if_built
    if search is not None:
        parts["model"] = "ready" if search.problem is None else "missing"
        parts["index"] = "ready" if search.is_built else "starting"
    degraded = any(state in ("missing", "down") for state in parts.values())
    return ServiceState("degraded" if degraded else "ready", parts)
