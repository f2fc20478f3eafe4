"""Publish a draft of trips, pairings or a meeting: once more against the database as it is now, then in force."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from matchmaker.errors import InvalidInput
from matchmaker.models import Plan
from matchmaker.planning.checker import check_meetings, check_pairs, check_trips
from matchmaker.planning.values.plans import Violation
from matchmaker.services.audit import audit
from matchmaker.services.invitations.changes import carry_over
from matchmaker.services.planning.access import (
    DRAFT,
    PUBLISHED,
    SUPERSEDED,
    campaign_of,
    published_plan,
    require_planner,
    require_state,
)
from matchmaker.services.planning.built import Built
from matchmaker.services.planning.errors import PlanRefused
from matchmaker.services.planning.kinds import PLAN_KINDS
from matchmaker.services.planning.meeting_ask import KIND as MEETINGS
from matchmaker.services.planning.meeting_ask import event_of
from matchmaker.services.planning.meeting_change import meetings_of_rows, standing_talks
from matchmaker.services.planning.pair_change import pairs_of_problem, row_of, standing_pairings
from matchmaker.services.planning.propose_replan import outdate_proposals
from matchmaker.services.planning.statements import Statement, violations_told
from matchmaker.services.planning.stored import require_ready
from matchmaker.services.planning.trip_change import placed_trips, trips_of_problem
from matchmaker.services.work import Work


def publish_other_plan(*, work: Work, plan: Plan) -> Plan:
    """Put a draft in force. PlanRefused where the database has changed so that it breaks a rule now.

    Trips and pairings take the place of the published plan of their kind, a meeting that of the schedule it was
    planned again from; that one is superseded.
    """
    campaign = campaign_of(work=work, plan=plan)
    require_planner(work=work, campaign=campaign, action="plan.publish")
    require_state(plan, DRAFT)
    require_ready(plan)
    found = broken_now(work=work, plan=plan)
    if found:
        raise PlanRefused(violations=found)
    before = _replaced(work, plan)
    now = work.now()
    if before is not None:
        before.state, before.updated_at = SUPERSEDED, now
        plan.supersedes_id = before.id
        audit(work=work, action="plan.supersede", subject=before, before={"state": PUBLISHED},
              after={"state": SUPERSEDED})  # fmt: skip
        carry_over(work=work, old=before, new=plan)
        outdate_proposals(work=work, plan=before)
    plan.state, plan.published_at, plan.updated_at = PUBLISHED, now, now
    work.session.flush()
    audit(work=work, action="plan.publish", subject=plan, before={"state": DRAFT}, after={"state": PUBLISHED})
    return plan


def broken_now(*, work: Work, plan: Plan) -> list[Statement]:
    """Every rule that the plan breaks by the database as it is now; who is no longer there is named, too."""
    built: Built[Any] = PLAN_KINDS[plan.kind].build(work, campaign_of(work=work, plan=plan), plan)
    try:
        violations = _RECHECKS[plan.kind](plan, built)
    except InvalidInput as error:
        return [{"code": "outdated", "params": {"field": error.params["field"]}}]
    return violations_told(built.index, violations)


def _recheck_meetings(plan: Plan, built: Built[Any]) -> Sequence[Violation]:
    experts, enterprises = built.index.numbers["experts"], built.index.numbers["enterprises"]
    rows = standing_talks(plan)
    gone = [row for row in rows if row.expert_id not in experts or row.enterprise_id not in enterprises]
    if gone:
        return [Violation("outdated.talk", {"expert_key": row.expert_id, "enterprise_key": row.enterprise_id})
                for row in gone]  # fmt: skip
    seats = {row.id: (row.slot, row.table_number) for row in rows}
    locked = {(row.expert_id, row.enterprise_id) for row in rows if row.locked}
    freed = {(one.expert_id, one.enterprise_id) for one in event_of(plan).kept} - locked
    numbers = {(experts[expert], enterprises[enterprise]) for expert, enterprise in freed}
    locks = tuple(lock for lock in built.problem.locks if (lock.expert, lock.enterprise) not in numbers)
    return check_meetings(replace(built.problem, locks=locks), meetings_of_rows(built.index, rows, seats)).violations


def _recheck_trips(plan: Plan, built: Built[Any]) -> Sequence[Violation]:
    return check_trips(built.problem, trips_of_problem(built.index, placed_trips(plan))).violations


def _recheck_pairs(plan: Plan, built: Built[Any]) -> Sequence[Violation]:
    pairs = [(row_of(one), one.institution_id) for one in standing_pairings(plan)]
    return check_pairs(built.problem, pairs_of_problem(built.index, built.problem, pairs)).violations


_RECHECKS: dict[str, Callable[[Plan, Built[Any]], Sequence[Violation]]] = {
    "meetings": _recheck_meetings,
    "trips": _recheck_trips,
    "pairs": _recheck_pairs,
}


def _replaced(work: Work, plan: Plan) -> Plan | None:
    """The published plan whose place this one takes."""
    if plan.kind != MEETINGS:
        return published_plan(work=work, campaign=campaign_of(work=work, plan=plan), kind=plan.kind)
    earlier = work.session.get(Plan, plan.supersedes_id) if plan.supersedes_id is not None else None
    return earlier if earlier is not None and earlier.state == PUBLISHED else None
