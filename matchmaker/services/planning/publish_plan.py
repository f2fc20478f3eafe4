"""Publish a draft, in place of the published plan if there is one; copy a plan into a new draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import update

from matchmaker.models import Invitation, Plan, Visit
from matchmaker.services.audit import audit
from matchmaker.services.invitations.changes import note_changed
from matchmaker.services.planning.access import (
    CANCELLED,
    DRAFT,
    PLANNED,
    PUBLISHED,
    SUPERSEDED,
    campaign_of,
    published_plan,
    require_planner,
    require_state,
)
from matchmaker.services.planning.current_plan import current_plan
from matchmaker.services.planning.errors import AlreadyPublished, PlanRefused
from matchmaker.services.planning.propose_replan import outdate_proposals
from matchmaker.services.planning.recheck import take_figures
from matchmaker.services.planning.store_visits import key_of_row
from matchmaker.services.planning.stored import READY, require_ready, visit_rows
from matchmaker.services.work import Work

_LONGEST = 120


def publish_plan(*, work: Work, plan: Plan, instead: bool = False) -> Plan:
    """Let a draft of visits count. `instead`: in place of the published plan, which is superseded.

    PlanRefused if the checker finds anything in the round as it is now; AlreadyPublished without `instead`.
    """
    campaign = campaign_of(work=work, plan=plan)
    require_planner(work=work, campaign=campaign, action="plan.publish")
    require_state(plan, DRAFT)
    require_ready(plan)
    former = published_plan(work=work, campaign=campaign, kind=plan.kind)
    if former is not None and not instead:
        raise AlreadyPublished(what="plan")
    READY_CHECKS[plan.kind](work, plan)
    if former is not None:
        _supersede(work, former, plan)
    now = work.now()
    plan.state, plan.published_at, plan.updated_at = PUBLISHED, now, now
    work.session.flush()
    figures = {"state": PUBLISHED, "value": plan.value, "supersedes": former.ref if former else None}
    audit(work=work, action="plan.publish", subject=plan, after=figures)
    return plan


def copy_plan(*, work: Work, plan: Plan, name: str = "") -> Plan:
    """A new draft with the coming visits of a published plan of visits, to be changed and compared in peace."""
    require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="plan.copy")
    require_state(plan, PUBLISHED, DRAFT)
    require_ready(plan)
    now = work.now()
    report = {key: value for key, value in plan.report.items() if key != "changes"}
    draft = Plan(
        ref=work.new_ref(), campaign_id=plan.campaign_id, name=(name.strip() or f"{plan.name}+")[:_LONGEST],
        kind=plan.kind, state=DRAFT, value=plan.value, bound=plan.bound, seed=plan.seed, problem=dict(plan.problem),
        report={**report, "stage": READY}, arrangements=dict(plan.arrangements), created_at=now, updated_at=now,
    )  # fmt: skip
    for row in visit_rows(work, plan):
        if row.on_date > work.today():
            draft.visits.append(_copied(work, row))
    work.session.add(draft)
    work.session.flush()
    audit(work=work, action="plan.copy", subject=draft, after={"from": plan.ref, "visits": len(draft.visits)})
    return draft


def _copied(work: Work, row: Visit) -> Visit:
    now = work.now()
    return Visit(ref=work.new_ref(), expert_id=row.expert_id, enterprise_id=row.enterprise_id, on_date=row.on_date,
                 starts_at=row.starts_at, need_ids=list(row.need_ids), locked=row.locked, state=PLANNED,
                 arrangements=dict(row.arrangements), created_at=now, updated_at=now)  # fmt: skip


def check_visit_plan(work: Work, plan: Plan) -> None:
    """Raise PlanRefused unless every visit stands in the round as it is now; bring the plan's figures up to date."""
    current = current_plan(work=work, plan=plan)
    violations = current.violations()
    if violations:
        raise PlanRefused(violations=violations)
    take_figures(work=work, plan=plan, current=current, violations=())


# what each kind of plan must pass before it is published
READY_CHECKS: Mapping[str, Callable[[Work, Plan], None]] = {"visits": check_visit_plan}


def _supersede(work: Work, former: Plan, plan: Plan) -> None:
    """Visits that the new plan keeps move over with their answers; the other coming ones end."""
    own = {key_of_row(row): row for row in visit_rows(work, plan)}
    kept, gone = 0, list[Visit]()
    for row in visit_rows(work, former):
        if row.on_date <= work.today():
            continue
        same = own.get(key_of_row(row))
        if same is None:
            row.state, row.cancelled_why, row.updated_at = CANCELLED, SUPERSEDED, work.now()
            gone.append(row)
            continue
        kept += 1
        row.need_ids, row.starts_at, row.locked = list(same.need_ids), same.starts_at, same.locked
        plan.visits.remove(same)
        work.session.flush()
        row.plan = plan
        work.session.flush()
        del own[key_of_row(row)]
    session = work.session
    session.execute(update(Invitation).where(Invitation.plan_id == former.id).values(plan_id=plan.id))
    changed = [*gone, *own.values()]
    experts, places = {row.expert_id for row in changed}, {row.enterprise_id for row in changed}
    note_changed(work=work, plan=plan, experts=experts, organizations=places)
    outdate_proposals(work=work, plan=former)
    former.state, former.updated_at, plan.supersedes_id = SUPERSEDED, work.now(), former.id
    audit(work=work, action="plan.supersede", subject=former, after={"state": SUPERSEDED, "by": plan.ref, "kept": kept})
