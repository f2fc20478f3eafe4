"""Ask for suggestions in the background: after a change of a need, or of the experts as a whole."""

from __future__ import annotations

from datetime import timedelta

from matchmaker.models import Job, Need
from matchmaker.services.job import enqueue
from matchmaker.services.work import Work

# Many edits in a row (an import) lead to one pass over all needs.
SETTLE = timedelta(seconds=20)


def ask_for_suggestions(*, work: Work, need: Need) -> Job:
    """Have `need` matched soon."""
    work.session.flush()
    return enqueue(work=work, kind="suggest", unique_key=f"suggest:{need.id}", payload={"need_id": need.id}, priority=5)


def ask_for_all_suggestions(*, work: Work, delay: timedelta = SETTLE) -> Job:
    """Have all needs matched again once changes have settled."""
    return enqueue(work=work, kind="suggest_all", unique_key="suggest_all", delay=delay)
