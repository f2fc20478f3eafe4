"""Learning in the background: ask for it as an administrator, see how the last one ended, what came in since."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from matchmaker.models import Job, Suggestion
from matchmaker.models.codes import Role
from matchmaker.services.audit import audit
from matchmaker.services.job import enqueue
from matchmaker.services.learning.taken_decisions import DECIDED
from matchmaker.services.scope import require_role
from matchmaker.services.work import Work

KIND = "learn"


def ask_to_learn(*, work: Work) -> Job:
    """Have a worker learn soon; one that waits already is returned. What it learns runs only if it is better."""
    require_role(work, "weights.learn", Role.ADMINISTRATOR)
    job = enqueue(work=work, kind=KIND, unique_key=KIND, payload={"user_id": work.actor.user_id})
    work.session.flush()
    audit(work=work, action="weights.ask", subject=job)
    return job


def last_learning(*, work: Work) -> Job | None:
    """The learning that was asked for last, whoever asked, in whatever state it is."""
    require_role(work, "weights.learn", Role.ADMINISTRATOR)
    return work.session.scalars(select(Job).where(Job.kind == KIND).order_by(Job.id.desc()).limit(1)).first()


def decisions_since(*, work: Work, at: datetime | None) -> int:
    """How many suggestions for needs were accepted or rejected after `at` (None: ever), and still are."""
    query = select(func.count(Suggestion.id)).where(Suggestion.need_id.isnot(None), Suggestion.state.in_(DECIDED))
    if at is not None:
        query = query.where(Suggestion.decided_at > at)
    return work.session.scalar(query) or 0
