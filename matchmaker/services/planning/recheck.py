"""After a change to a plan's visits: nothing stays that the checker does not pass; figures follow."""

from __future__ import annotations

from collections.abc import Sequence

from matchmaker.models import Plan
from matchmaker.services.planning.current_plan import CurrentPlan, bound_still_holds, current_plan
from matchmaker.services.planning.errors import PlanRefused, Said
from matchmaker.services.planning.shortfalls import shortfalls_of_visits
from matchmaker.services.planning.statements import shortfalls_told
from matchmaker.services.planning.stored import proven, stored_problem
from matchmaker.services.work import Work


def recheck_plan(*, work: Work, plan: Plan, known: Sequence[Said] = (), bound: float | None = None) -> CurrentPlan:
    """The plan as it is now, with its figures brought up to date.

    PlanRefused for any violation that is not among `known` (those that were there before the change). `bound`: what
    was proven for the present problem; without it the old bound stays only where it still holds.
    """
    work.session.flush()
    current = current_plan(work=work, plan=plan)
    violations = current.violations()
    new = [one for one in violations if one not in known]
    if new:
        raise PlanRefused(violations=new)
    take_figures(work=work, plan=plan, current=current, violations=violations, bound=bound)
    return current


def take_figures(
    *, work: Work, plan: Plan, current: CurrentPlan, violations: Sequence[Said], bound: float | None = None
) -> None:
    """Let the plan stand for the present problem: value, bound, what falls short, and one more change."""
    problem, value = current.built.problem, current.value
    if bound is None and plan.bound is not None and bound_still_holds(stored_problem(plan), problem):
        bound = plan.bound
    plan.value = value
    plan.bound = None if bound is None else proven(bound, value)
    plan.problem = {**plan.problem, "problem": dict(current.built.document), "index": current.built.index.document()}
    plan.report = {
        **plan.report,
        "shortfalls": shortfalls_told(current.built.index, shortfalls_of_visits(problem, current.visits)),
        "left_out": {str(key): dict(value) for key, value in current.built.left_out.items()},
        "violations": list(violations),
        "changes": int(plan.report.get("changes", 0)) + 1,
    }
    plan.updated_at = work.now()
    work.session.flush()
