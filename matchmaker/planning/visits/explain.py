"""The price of forcing or forbidding a visit, and the limits that bind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matchmaker.planning.checker import WORTHS
from matchmaker.planning.errors import LocksExcludeEachOther
from matchmaker.planning.values.changes import Replan
from matchmaker.planning.values.explanations import Explanation, Reason
from matchmaker.planning.values.plans import Visit
from matchmaker.planning.values.visits import Lock, VisitProblem
from matchmaker.planning.visits.changes import Touched
from matchmaker.planning.visits.reasons import reasons_against, reasons_for
from matchmaker.planning.visits.replan import replan_touched
from matchmaker.planning.watch import Watch

# enough to leave alone what is as good where it is, too little to count in a price
HARDLY = 1e-4


def explain_visit(
    problem: VisitProblem,
    visits: Sequence[Visit],
    *,
    expert: int,
    enterprise: int,
    date: int | None = None,
    watch: Watch | None = None,
) -> Explanation:
    """Why the plan `visits` has this pair, or why not (on this date, if one is given).

    The plan must be free of violations. What else would move is found by local re-planning, where moving costs next to
    nothing.
    """
    there = any(v.expert == expert and v.enterprise == enterprise and date in (None, v.date) for v in visits)
    free_to_move = replace(problem, weights=replace(problem.weights, moved=HARDLY))
    if there:
        wanted = replace(free_to_move, forbidden=(*problem.forbidden, (expert, enterprise)))
        reasons = reasons_for(problem, visits, expert, enterprise)
    else:
        wanted = replace(free_to_move, locks=(*problem.locks, Lock(expert=expert, enterprise=enterprise, date=date)))
        reasons = reasons_against(problem, visits, expert, enterprise, date)
    theirs = {visit.enterprise for visit in visits if visit.expert == expert}
    touched = Touched(frozenset({expert}), frozenset({enterprise, *theirs}))
    try:
        instead = replan_touched(wanted, visits, touched, watch=watch or Watch()).best
    except LocksExcludeEachOther as error:
        return _impossible(there, reasons or tuple(Reason(f"locks.{name}") for name in error.limits))
    return _explanation(problem, visits, there, instead, reasons)


def _impossible(there: bool, reasons: tuple[Reason, ...]) -> Explanation:
    return Explanation(forced=not there, price=None, at_least=float("inf"), parts={}, reasons=reasons, instead=None)


def _explanation(
    problem: VisitProblem, visits: Sequence[Visit], there: bool, instead: Replan, reasons: tuple[Reason, ...]
) -> Explanation:
    changes = {name: worth(problem, instead.plan.visits) - worth(problem, visits) for name, worth in WORTHS.items()}
    value = sum(worth(problem, visits) for worth in WORTHS.values())
    return Explanation(
        forced=not there,
        price=value - instead.plan.value,
        at_least=value - instead.plan.bound,
        parts={name: change for name, change in changes.items() if abs(change) > 1e-9},
        reasons=reasons,
        instead=instead,
    )
