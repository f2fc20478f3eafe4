"""A visit plan against the round as it is now: its coming visits in the present problem, and what no longer fits."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from matchmaker.models import Plan, Visit
from matchmaker.planning.checker import check_visits
from matchmaker.planning.values.plans import Violation
from matchmaker.planning.values.plans import Visit as PlannedVisit
from matchmaker.planning.values.visits import PublishedVisit, VisitProblem
from matchmaker.services.planning.access import PUBLISHED, campaign_of
from matchmaker.services.planning.built import Built
from matchmaker.services.planning.errors import Said
from matchmaker.services.planning.problem_document import visit_problem_document
from matchmaker.services.planning.statements import by_key, violations_told
from matchmaker.services.planning.stored import (
    planned_visits,
    stored_index,
    stored_inputs,
    stored_problem,
    visit_rows,
)
from matchmaker.services.planning.visit_problem import build_visit_problem
from matchmaker.services.work import Work


@dataclass(frozen=True)
class CurrentPlan:
    """`rows` are the visits that are still to come, `visits` those of them that the present problem knows.

    `outdated` names the rest: an expert who cannot be planned any more, a need that was closed.
    """

    built: Built[VisitProblem]
    rows: tuple[Visit, ...]
    visits: tuple[PlannedVisit, ...]
    outdated: tuple[Violation, ...]

    @property
    def value(self) -> float:
        """What the visits are worth in the present problem, whatever they break."""
        return check_visits(self.built.problem, self.visits).value

    def violations(self) -> list[Said]:
        """Everything that the checker finds, and what is outdated, by keys of records."""
        verdict = check_visits(self.built.problem, self.visits)
        outdated = [{"code": one.code, "params": dict(one.about)} for one in self.outdated]
        return outdated + violations_told(self.built.index, verdict.violations)


def current_plan(
    *, work: Work, plan: Plan, days: Iterable[date] = (), without: Collection[int] = (), also: Collection[int] = ()
) -> CurrentPlan:
    """The plan in the problem that the database holds now, on the days it was planned for and on `days`.

    In a published plan what was promised keeps its worth. `without`: keys of orders that are given up; `also`: keys of
    experts who are to be in it whatever speaks for them.
    """
    standing = visit_rows(work, plan)
    rows = tuple(row for row in standing if row.on_date > work.today())
    window = {*stored_index(plan).dates, *(row.on_date for row in rows), *days}
    built = build_visit_problem(
        work=work,
        campaign=campaign_of(work=work, plan=plan),
        inputs=stored_inputs(plan),
        window=tuple(sorted(day for day in window if day > work.today())),
        promised=_promised(plan, rows) if plan.state == PUBLISHED else None,
        without=without,
        also=also,
    )
    visits, outdated = planned_visits(built.index, rows)
    if plan.state == PUBLISHED:
        built = _with_announced(plan, built, visits)
    if plan.state != PUBLISHED:
        outdated += [Violation("outdated.day", about_row(row)) for row in standing if row not in rows]
    return CurrentPlan(built, rows, visits, tuple(outdated))


def about_row(row: Visit) -> dict[str, object]:
    """A visit as parameters of a statement."""
    return {"expert": row.expert_id, "enterprise": row.enterprise_id, "date": row.on_date.isoformat()}


def bound_still_holds(before: VisitProblem, after: VisitProblem) -> bool:
    """Whether what was proven for one problem holds for another: they differ in no more than further orders."""
    if _without_orders(before) != _without_orders(after):
        return False
    return set(before.locks) <= set(after.locks) and set(before.forbidden) <= set(after.forbidden)


def _without_orders(problem: VisitProblem) -> VisitProblem:
    return replace(problem, locks=(), forbidden=(), published=(), seed=0)


def _promised(plan: Plan, rows: Iterable[Visit]) -> dict[tuple[int, int], float]:
    """(expert, need) -> what it was worth when it was planned, for the visits that stand."""
    wanted = {(row.expert_id, need) for row in rows for need in row.need_ids}
    index, problem = stored_index(plan), stored_problem(plan)
    known = {(index.experts[e], index.needs[n]): value for e, n, value in problem.affinity}
    return {pair: known[pair] for pair in wanted if pair in known}


def _with_announced(plan: Plan, built: Built[VisitProblem], visits: Iterable[PlannedVisit]) -> Built[VisitProblem]:
    """What something spoke for when it was published may stay, even if nothing speaks for it any more."""
    index, problem = stored_index(plan), stored_problem(plan)
    reasons = {(expert, problem.needs[need].enterprise) for expert, need, _ in problem.affinity}
    reasons |= {(lock.expert, lock.enterprise) for lock in problem.locks}
    reasons |= {(one.expert, one.enterprise) for one in problem.published}
    known = {(index.experts[expert], index.enterprises[enterprise]) for expert, enterprise in reasons}
    announced = tuple(
        PublishedVisit(one.expert, one.enterprise, one.date)
        for one in visits
        if (built.index.experts[one.expert], built.index.enterprises[one.enterprise]) in known
    )
    after = replace(built.problem, published=announced)
    return replace(built, problem=after, document=visit_problem_document(after))


def told(current: CurrentPlan, visit: PlannedVisit) -> dict[str, object]:
    """A planned visit by keys of records: {expert, enterprise, date, needs}."""
    index = current.built.index
    plain = by_key(index, {"expert": visit.expert, "enterprise": visit.enterprise, "date": visit.date})
    return {**plain, "needs": [index.needs[need] for need in visit.needs]}
