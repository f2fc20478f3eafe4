"""From a worked-out visit plan to rows: nothing is stored that the independent checker has not passed."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from matchmaker.models import Plan, Visit
from matchmaker.planning.checker import check_visits
from matchmaker.planning.values.plans import Verdict, VisitPlan
from matchmaker.planning.values.plans import Visit as PlannedVisit
from matchmaker.planning.values.visits import VisitProblem
from matchmaker.services.planning.access import PLANNED
from matchmaker.services.planning.built import Built
from matchmaker.services.planning.errors import PlanRefused
from matchmaker.services.planning.index import Index
from matchmaker.services.planning.statements import shortfalls_told, violations_told
from matchmaker.services.planning.stored import READY, SAME, proven
from matchmaker.services.work import Work

# when the first, second ... enterprise of a day is reached
STARTS = ("09:00", "14:00", "16:00")


def require_clean(
    problem: VisitProblem, index: Index, visits: Sequence[PlannedVisit], *, claimed: float | None = None
) -> Verdict:
    """The checker's verdict; PlanRefused for any violation, or when it finds another value than was claimed."""
    verdict = check_visits(problem, visits)
    found = violations_told(index, verdict.violations)
    if claimed is not None and not found and not math.isclose(verdict.value, claimed, rel_tol=SAME, abs_tol=SAME):
        found = [{"code": "value", "params": {"claimed": claimed, "value": verdict.value}}]
    if found:
        raise PlanRefused(violations=found)
    return verdict


def store_visit_plan(*, work: Work, plan: Plan, built: Built[VisitProblem], found: VisitPlan) -> None:
    """Check and store the visits of a draft, with what falls short."""
    problem, index = built.problem, built.index
    verdict = require_clean(problem, index, found.visits, claimed=found.value)
    locked = {(lock.expert, lock.enterprise) for lock in problem.locks}
    starts = start_times(found.visits)
    for visit in found.visits:
        row = visit_row(work, plan, index, visit)
        row.starts_at = starts[visit.key]
        row.locked = (visit.expert, visit.enterprise) in locked
        plan.visits.append(row)
    plan.value, plan.bound = verdict.value, proven(found.bound, verdict.value)
    plan.report = {
        **plan.report,
        "stage": READY,
        "stopped": found.stopped,
        "seconds": round(found.seconds, 2),
        "shortfalls": shortfalls_told(index, found.shortfalls),
    }
    plan.updated_at = work.now()


def visit_row(work: Work, plan: Plan, index: Index, visit: PlannedVisit) -> Visit:
    """A planned visit as a row of the plan, not added yet."""
    now = work.now()
    return Visit(
        ref=work.new_ref(),
        plan_id=plan.id,
        expert_id=index.experts[visit.expert],
        enterprise_id=index.enterprises[visit.enterprise],
        on_date=index.dates[visit.date],
        need_ids=[index.needs[need] for need in visit.needs],
        state=PLANNED,
        created_at=now,
        updated_at=now,
    )


def start_times(visits: Iterable[PlannedVisit]) -> dict[tuple[int, int, int], str]:
    """(expert, enterprise, date) -> when the visit begins; members of a group begin together."""
    days: dict[tuple[int, int], list[int]] = defaultdict(list)
    for visit in visits:
        days[visit.expert, visit.date].append(visit.enterprise)
    return {
        (expert, enterprise, day): STARTS[min(place, len(STARTS) - 1)]
        for (expert, day), enterprises in days.items()
        for place, enterprise in enumerate(sorted(enterprises))
    }


def next_start(taken: Iterable[str | None]) -> str:
    """The first free time of a day for one more visit."""
    used = set(taken)
    return next((time for time in STARTS if time not in used), STARTS[-1])


def key_of_row(row: Visit) -> tuple[int, int, date]:
    """What a visit is: who, where, when."""
    return row.expert_id, row.enterprise_id, row.on_date
