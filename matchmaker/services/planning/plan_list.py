"""Plans of a round in the reader's scope, and how far one that is being worked out has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from matchmaker.models import Campaign, Job, Plan, Visit
from matchmaker.models.codes import JobState
from matchmaker.planning.watch import relative_gap
from matchmaker.services.planning.access import CANCELLED, DISCARDED, DRAFT, PUBLISHED, plans_in_scope, visits_in_scope
from matchmaker.services.planning.ask_plan import FAILED, QUEUED, RUNNING, planning_job
from matchmaker.services.planning.stored import READY
from matchmaker.services.work import Work

# what is shown first
_ORDER = {PUBLISHED: 0, DRAFT: 1}


@dataclass(frozen=True)
class ListedPlan:
    """A plan with how many visits, experts and enterprises of it the reader may see."""

    plan: Plan
    visits: int
    experts: int
    enterprises: int


def plans_of(*, work: Work, campaign: Campaign, kind: str) -> Sequence[ListedPlan]:
    """The published plan, then drafts, then the rest, the newest first; discarded ones last."""
    query = select(Plan).where(Plan.campaign_id == campaign.id, Plan.kind == kind, plans_in_scope(work.actor))
    rows = list(work.session.scalars(query.order_by(Plan.id.desc())))
    rows.sort(key=lambda row: (row.state == DISCARDED, _ORDER.get(row.state, 2)))
    counts = select(
        Visit.plan_id,
        func.count(),
        func.count(Visit.expert_id.distinct()),
        func.count(Visit.enterprise_id.distinct()),
    ).where(Visit.plan_id.in_([row.id for row in rows]), Visit.state != CANCELLED, visits_in_scope(work.actor))
    found = {row[0]: tuple(row[1:]) for row in work.session.execute(counts.group_by(Visit.plan_id))}
    return [ListedPlan(row, *found.get(row.id, (0, 0, 0))) for row in rows]


def gap_of(plan: Plan) -> float | None:
    """By how much the best plan could be better at most, as a part of this plan's value; None if nothing is proven."""
    return relative_gap(plan.value, plan.bound) if plan.bound is not None else None


@dataclass(frozen=True)
class PlanProgress:
    """`stage`: queued, running, ready, failed or stopped; `search`: where the search is (start, dive, proof ...).

    `done` 0..1 of the time that it may take; `cancelling`: somebody asked it to stop.
    """

    stage: str
    search: str
    done: float
    seconds: float
    of_seconds: float | None
    value: float | None
    bound: float | None
    gap: float | None
    cancelling: bool

    @property
    def moving(self) -> bool:
        """Whether there will be more to see."""
        return self.stage in (QUEUED, RUNNING)


def progress_of(*, work: Work, plan: Plan) -> PlanProgress:
    """How far the planner is with a plan of the reader's scope."""
    job = planning_job(work=work, plan=plan)
    report = plan.report
    shown = report.get("progress") or {}
    stage = str(report.get("stage", READY))
    if stage in (QUEUED, RUNNING) and job is None and _gave_up(work, plan):
        stage = FAILED
    seconds, of_seconds = float(shown.get("seconds") or 0.0), shown.get("of_seconds")
    return PlanProgress(
        stage=stage,
        search=str(shown.get("stage", "")),
        done=min(0.99, seconds / of_seconds) if of_seconds else 0.0,
        seconds=seconds,
        of_seconds=of_seconds,
        value=shown.get("value"),
        bound=shown.get("bound"),
        gap=shown.get("gap"),
        cancelling=job is not None and job.cancel_requested,
    )


def _gave_up(work: Work, plan: Plan) -> bool:
    """Whether the plan's last job failed for good."""
    query = select(Job.state).where(Job.unique_key == f"plan:{plan.ref}").order_by(Job.id.desc()).limit(1)
    return work.session.scalars(query).first() is JobState.FAILED


def states_of(plans: Sequence[ListedPlan]) -> Counter[str]:
    """How many plans there are of each state."""
    return Counter(one.plan.state for one in plans)
