"""Ask for a plan: a draft row, and the job that works it out."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Campaign, Job, Plan
from matchmaker.models.codes import JobState
from matchmaker.services.audit import audit
from matchmaker.services.job import enqueue, request_cancel
from matchmaker.services.planning.access import (
    DISCARDED,
    DRAFT,
    campaign_of,
    published_plan,
    require_planner,
    require_state,
)
from matchmaker.services.planning.dates import planning_dates
from matchmaker.services.planning.errors import AlreadyPublished
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.meeting_event import MeetingEvent
from matchmaker.services.planning.rules import KINDS, rules_of
from matchmaker.services.work import Work

JOB = "plan"
QUEUED, RUNNING, FAILED, STOPPED = "queued", "running", "failed", "stopped"
DATED = ("visits", "trips")
_LONGEST = 120


def ask_for_plan(
    *,
    work: Work,
    campaign: Campaign,
    kind: str,
    inputs: Inputs | None = None,
    name: str = "",
    event: MeetingEvent | None = None,
) -> Plan:
    """A new draft of `kind` (visits, trips, pairs, meetings), to be worked out by a job.

    AlreadyPublished for visits and trips that are published: those change locally only. Meetings name their `event`;
    a round may have several. InvalidInput for a window of days that holds none to plan for.
    """
    require_planner(work=work, campaign=campaign, action="plan.create")
    if kind not in KINDS:
        raise InvalidInput(field="kind", problem=N_("There is no such kind of plan; known are: %(known)s."),
                           known=", ".join(KINDS))  # fmt: skip
    if (kind == "meetings") is (event is None):
        raise InvalidInput(field="event", problem=N_("Say on which day and where the meeting takes place."))
    if kind != "meetings" and published_plan(work=work, campaign=campaign, kind=kind) is not None:
        raise AlreadyPublished(what="plan")
    if kind in DATED:  # told where the days are asked for, not after the work has begun
        planning_dates(work=work, campaign=campaign, rules=rules_of(campaign=campaign, kind=kind))
    inputs = inputs or Inputs()
    now = work.now()
    given = inputs.document() | ({"event": event.document()} if event is not None else {})
    plan = Plan(
        ref=work.new_ref(),
        campaign_id=campaign.id,
        name=name.strip()[:_LONGEST] or _name(work, campaign, kind),
        kind=kind,
        state=DRAFT,
        seed=inputs.seed,
        problem={"form": kind, "inputs": given},
        report={"stage": QUEUED},
        created_at=now,
        updated_at=now,
    )
    work.session.add(plan)
    work.session.flush()
    audit(work=work, action="plan.create", subject=plan, after={"kind": kind, "inputs": given})
    enqueue(work=work, kind=JOB, unique_key=job_key(plan), payload={"plan_id": plan.id}, priority=7,
            delay=timedelta(0))  # fmt: skip
    return plan


def stop_planning(*, work: Work, plan: Plan) -> None:
    """End the search: what it has found so far is kept. A job that has not begun is taken back with its draft."""
    require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="plan.stop")
    job = planning_job(work=work, plan=plan)
    if job is None or plan.report.get("stage") not in (QUEUED, RUNNING):
        return
    waiting = job.state is JobState.QUEUED
    request_cancel(work=work, job=job)
    if waiting:
        plan.state, plan.updated_at = DISCARDED, work.now()
        plan.report = {**plan.report, "stage": STOPPED}
    audit(work=work, action="plan.stop", subject=plan)


def discard_draft(*, work: Work, plan: Plan, why: str = "") -> Plan:
    """Put a draft away; it can still be read."""
    require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="plan.discard")
    require_state(plan, DRAFT)
    if plan.report.get("stage") in (QUEUED, RUNNING):
        stop_planning(work=work, plan=plan)
    plan.state, plan.updated_at = DISCARDED, work.now()
    audit(work=work, action="plan.discard", subject=plan, after={"state": DISCARDED}, why=why)
    return plan


def planning_job(*, work: Work, plan: Plan) -> Job | None:
    """The job that works on a plan or is about to; None if none does."""
    open_states = (JobState.QUEUED, JobState.RUNNING)
    query = select(Job).where(Job.unique_key == job_key(plan), Job.state.in_(open_states))
    return work.session.scalars(query.order_by(Job.id.desc())).first()


def job_key(plan: Plan) -> str:
    return f"plan:{plan.ref}"


def _name(work: Work, campaign: Campaign, kind: str) -> str:
    """The kind's label, the day, and which draft of it this is."""
    count = len(work.session.scalars(select(Plan.id).where(Plan.campaign_id == campaign.id, Plan.kind == kind)).all())
    label = {"visits": campaign.visits_name, "trips": campaign.delegations_name}.get(kind)
    label = label or work.schemes("plan_kinds").get(kind).zh
    return f"{label}计划{work.today().isoformat()}-{count + 1}"[:_LONGEST]
