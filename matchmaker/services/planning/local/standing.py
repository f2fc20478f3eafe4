"""The figures of a plan of trips, pairings or a meeting as its rows stand: value, findings, who falls short."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from matchmaker.models import Plan
from matchmaker.planning.checker import check_meetings, check_pairs, check_trips
from matchmaker.planning.values.plans import Violation
from matchmaker.services.planning.meeting_change import meetings_of, problem_of_meeting
from matchmaker.services.planning.pair_change import (
    pairs_of_problem,
    problem_of_pairs,
    row_of,
    standing_pairings,
)
from matchmaker.services.planning.stored import stored_index
from matchmaker.services.planning.trip_change import placed_trips, problem_of_trips, trips_of_problem

# value, what the checker finds, and what stands in the plan's report
Figures = tuple[float, Sequence[Violation], dict[str, Any]]


def figures_of(plan: Plan) -> Figures:
    """The figures by the problem that the plan stands for."""
    return FIGURES[plan.kind](plan)


def _trips(plan: Plan) -> Figures:
    index, problem = stored_index(plan), problem_of_trips(plan)
    trips = trips_of_problem(index, placed_trips(plan))
    verdict = check_trips(problem, trips)
    going = {one for trip in trips for one in trip.enterprises}
    left = sorted({enterprise for enterprise, _, _ in problem.affinity} - going)
    short = [_short("trip_coverage", {"enterprise": index.enterprises[one]}, problem.unserved) for one in left]
    missing = problem.target - len(going)
    if missing > 0:
        short.append(_short("trip_targets", {}, missing * problem.target_shortfall, float(missing)))
    return verdict.value, verdict.violations, {"shortfalls": short}


def _meetings(plan: Plan) -> Figures:
    index, problem, meetings = stored_index(plan), problem_of_meeting(plan), meetings_of(plan, {})
    verdict = check_meetings(problem, meetings)
    short = []
    for name, parties, keys in (
        ("expert", problem.experts, index.experts),
        ("enterprise", problem.enterprises, index.enterprises),
    ):
        for number, party in enumerate(parties):
            missing = party.min_meetings - sum(getattr(one, name) == number for one in meetings)
            if missing > 0:
                short.append(
                    _short(f"meeting_load.min_{name}", {name: keys[number]}, missing * problem.short, float(missing))
                )
    return verdict.value, verdict.violations, {"shortfalls": short}


def _pairs(plan: Plan) -> Figures:
    index, problem = stored_index(plan), problem_of_pairs(plan)
    standing = standing_pairings(plan)
    pairs = pairs_of_problem(index, problem, [(row_of(one), one.institution_id) for one in standing])
    verdict = check_pairs(problem, pairs)
    served = {row_of(one) for one in standing}
    short = [_short("pair_unserved", {"row": list(row)}, 0.0) for row in index.rows if row not in served]
    return verdict.total, verdict.violations, {"shortfalls": short, "worst": verdict.worst}


def _short(code: str, params: dict[str, Any], cost: float, amount: float = 1.0) -> dict[str, Any]:
    return {"code": code, "params": params, "amount": amount, "cost": cost}


FIGURES: dict[str, Callable[[Plan], Figures]] = {"trips": _trips, "meetings": _meetings, "pairs": _pairs}
