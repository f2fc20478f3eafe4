"""What waits for an officer today (今日待办), in their scope and most urgent first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from matchmaker.models import Need, Organization
from matchmaker.models.codes import NeedState, OrganizationKind
from matchmaker.services.need_waiting import answers_due, unconfirmed_intake
from matchmaker.services.review_queue import QueueFilter, count_open
from matchmaker.services.scope import needs_in_scope, organizations_in_scope
from matchmaker.services.today_campaign import changes_untold, proposals_to_decide, tasks_due, visits_unrecorded
from matchmaker.services.work import Work

KINDS = ("answers", "tasks", "proposals", "untold", "visits", "review", "decide", "confirm", "verify")


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: `kind` is one of KINDS; `count` is never 0.

    `places` counts by county code; `earliest` is the first promised day; `needs` and `strong` tell of suggestions how
    many needs they belong to and how many are graded highest; `ref` is the record to begin with.
    """

    kind: str
    count: int
    late: bool = False
    places: Mapping[str, int] = field(default_factory=dict)
    earliest: date | None = None
    needs: int = 0
    strong: int = 0
    ref: str = ""


def waiting_today(*, work: Work) -> list[Waiting]:
    """What this caller has to act on. Nothing for those who only read."""
    if not work.actor.is_organizer:
        return []
    found = [_answers(work), *_campaign(work), _review(work), _decide(work), _confirm(work), _verify(work)]
    return [entry for entry in found if entry.count]


def _answers(work: Work) -> Waiting:
    query = select(func.count(), func.min(Need.answer_due_on)).where(needs_in_scope(work.actor), answers_due(work))
    count, earliest = work.session.execute(query).one()
    return Waiting("answers", count, late=True, earliest=earliest)


def _campaign(work: Work) -> list[Waiting]:
    """What has to be done for those who take part: tasks, re-plans, changes to be told, visits to be recorded."""
    tasks, visits, untold = tasks_due(work=work), visits_unrecorded(work=work), changes_untold(work=work)
    proposals = proposals_to_decide(work=work)
    return [
        Waiting("tasks", tasks.count, late=True, earliest=tasks.earliest),
        Waiting("proposals", proposals.count, ref=proposals.ref),
        Waiting("untold", untold.count),
        Waiting("visits", visits.count, earliest=visits.earliest),
    ]


def _review(work: Work) -> Waiting:
    query = (
        select(Need.county_code, func.count())
        .where(needs_in_scope(work.actor), Need.state == NeedState.SUBMITTED)
        .group_by(Need.county_code)
        .order_by(func.count().desc(), Need.county_code)
    )
    places = {code or "": count for code, count in work.session.execute(query)}
    return Waiting("review", sum(places.values()), places=places)


def _decide(work: Work) -> Waiting:
    queue = count_open(work=work, where=QueueFilter())
    return Waiting("decide", queue.open, needs=queue.needs, strong=queue.strong)


def _confirm(work: Work) -> Waiting:
    return Waiting("confirm", _count(work, Need.id, needs_in_scope(work.actor) & unconfirmed_intake()))


def _verify(work: Work) -> Waiting:
    unverified = Organization.verified.is_(False) & (Organization.kind == OrganizationKind.ENTERPRISE)
    return Waiting("verify", _count(work, Organization.id, organizations_in_scope(work.actor) & unverified))


def _count(work: Work, key: Any, where: ColumnElement[bool]) -> int:
    return work.session.scalar(select(func.count(key)).where(where)) or 0
