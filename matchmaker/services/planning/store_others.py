"""From worked-out trips, pairings and meetings to rows; each only after its checker has passed it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from matchmaker.models import Delegate, Organization, Pairing, Plan, Talk, Trip
from matchmaker.planning.checker import check_meetings, check_pairs, check_trips
from matchmaker.planning.values.meetings import MeetingPlan, MeetingProblem
from matchmaker.planning.values.pairs import PairPlan, PairProblem
from matchmaker.planning.values.plans import Violation
from matchmaker.planning.values.trips import TripPlan, TripProblem
from matchmaker.services.planning.access import PLANNED
from matchmaker.services.planning.built import Built
from matchmaker.services.planning.errors import PlanRefused
from matchmaker.services.planning.index import Index
from matchmaker.services.planning.pair_problem import CHAIN, Row
from matchmaker.services.planning.pair_school import best_school
from matchmaker.services.planning.statements import Statement, shortfalls_told, violations_told
from matchmaker.services.planning.stored import READY, SAME, proven
from matchmaker.services.work import Work

INVITED = "invited"


def store_trip_plan(*, work: Work, plan: Plan, built: Built[TripProblem], found: TripPlan) -> None:
    """Check and store the trips of a draft with their delegates."""
    verdict = check_trips(built.problem, found.trips)
    require_clean_value(built.index, verdict.violations, verdict.value, found.value)
    index = built.index
    locked = {(lock.enterprise, lock.institution) for lock in built.problem.locks}
    for trip in found.trips:
        row = Trip(
            institution_id=index.institutions[trip.institution],
            on_date=index.dates[trip.date],
            locked=any((enterprise, trip.institution) in locked for enterprise in trip.enterprises),
            state=PLANNED,
            arrangements={"days": built.problem.institutions[trip.institution].days},
            **_stamps(work),
        )
        row.delegates = [Delegate(enterprise_id=index.enterprises[one], state=INVITED) for one in trip.enterprises]
        plan.trips.append(row)
    _finish(work, plan, verdict.value, found.bound, found.stopped, found.seconds)
    plan.report = {**plan.report, "shortfalls": shortfalls_told(index, found.shortfalls)}


def store_pair_plan(*, work: Work, plan: Plan, built: Built[PairProblem], found: PairPlan) -> None:
    """Check and store the pairings of a draft; who got nobody is named as unserved."""
    verdict = check_pairs(built.problem, found.pairs)
    require_clean_value(built.index, verdict.violations, verdict.total, found.total)
    index, locked = built.index, set(built.problem.locked)
    unserved: list[Statement] = []
    for row, column in found.pairs:
        kind, key = index.rows[row]
        if column >= len(index.institutions):
            params = {"row": [kind, key]}
            unserved.append({"code": "pair_unserved", "params": params, "amount": 1.0, "cost": 0.0})
            continue
        pairing = Pairing(
            enterprise_id=None if kind == CHAIN else key,
            chain_code=key if kind == CHAIN else None,
            institution_id=index.institutions[column],
            school=_school(work, (kind, key), index.institutions[column]),
            agreement="",
            locked=(row, column) in locked,
            state=PLANNED,
            **_stamps(work),
        )
        plan.pairings.append(pairing)
    _finish(work, plan, verdict.total, found.bound, found.stopped, found.seconds)
    figures = {"worst": verdict.worst, "floor_bound": found.floor_bound}
    plan.report = {**plan.report, **figures, "shortfalls": unserved}


def store_meeting_plan(*, work: Work, plan: Plan, built: Built[MeetingProblem], found: MeetingPlan) -> None:
    """Check and store the talks of a meeting."""
    verdict = check_meetings(built.problem, found.meetings)
    require_clean_value(built.index, verdict.violations, verdict.value, found.value)
    index = built.index
    needs = {(expert, enterprise): ids for expert, enterprise, ids in built.document.get("needs", [])}
    locked = {(lock.expert, lock.enterprise) for lock in built.problem.locks}
    for talk in found.meetings:
        expert, enterprise = index.experts[talk.expert], index.enterprises[talk.enterprise]
        row = Talk(
            expert_id=expert,
            enterprise_id=enterprise,
            slot=talk.slot,
            table_number=talk.table,
            need_ids=needs.get((expert, enterprise), []),
            locked=(talk.expert, talk.enterprise) in locked,
            state=PLANNED,
            **_stamps(work),
        )
        plan.talks.append(row)
    _finish(work, plan, verdict.value, found.bound, found.stopped, found.seconds)
    plan.report = {**plan.report, "shortfalls": shortfalls_told(index, found.shortfalls)}


def _school(work: Work, row: Row, institution_id: int) -> str | None:
    """A proposal that organizers can change: where the experts are who fit."""
    known = work.session.get_one(Organization, institution_id).schools
    return best_school(work=work, row=row, institution_id=institution_id, known=known)


def require_clean_value(index: Index, violations: Iterable[Violation], value: float, claimed: float) -> None:
    """PlanRefused for any violation, or when the checker finds another value than was claimed."""
    found = violations_told(index, violations)
    if not found and not math.isclose(value, claimed, rel_tol=SAME, abs_tol=SAME):
        found = [{"code": "value", "params": {"claimed": claimed, "value": value}}]
    if found:
        raise PlanRefused(violations=found)


def _finish(work: Work, plan: Plan, value: float, bound: float, stopped: str, seconds: float) -> None:
    plan.value, plan.bound = value, proven(bound, value)
    plan.report = {**plan.report, "stage": READY, "stopped": stopped, "seconds": round(seconds, 2)}
    plan.updated_at = work.now()


def _stamps(work: Work) -> dict[str, Any]:
    now = work.now()
    return {"ref": work.new_ref(), "created_at": now, "updated_at": now}
