"""The kinds of plans: how each is built from the database, worked out and stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from matchmaker.models import Campaign, Plan
from matchmaker.planning.meetings.planner import plan_meetings
from matchmaker.planning.pairs.planner import plan_pairs
from matchmaker.planning.trips.planner import plan_trips
from matchmaker.planning.visits.planner import plan_visits
from matchmaker.planning.watch import Watch
from matchmaker.services.planning.built import Built
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.meeting_event import read_event
from matchmaker.services.planning.meeting_problem import build_meeting_problem
from matchmaker.services.planning.pair_problem import build_pair_problem
from matchmaker.services.planning.store_others import store_meeting_plan, store_pair_plan, store_trip_plan
from matchmaker.services.planning.store_visits import store_visit_plan
from matchmaker.services.planning.stored import stored_inputs
from matchmaker.services.planning.trip_problem import build_trip_problem
from matchmaker.services.planning.visit_problem import build_visit_problem
from matchmaker.services.work import Work


@dataclass(frozen=True)
class Kind:
    """`build(work, campaign, plan)` reads the database, `solve(problem, seed, watch)` is pure, `store(work=, plan=,
    built=, found=)` checks and writes.
    """

    build: Callable[[Work, Campaign, Plan], Built[Any]]
    solve: Callable[[Any, int, Watch], Any]
    store: Callable[..., None]


def _plain(build: Callable[..., Built[Any]]) -> Callable[[Work, Campaign, Plan], Built[Any]]:
    def of_plan(work: Work, campaign: Campaign, plan: Plan) -> Built[Any]:
        inputs: Inputs = stored_inputs(plan)
        return build(work=work, campaign=campaign, inputs=inputs)

    return of_plan


def _meeting(work: Work, campaign: Campaign, plan: Plan) -> Built[Any]:
    event = read_event(plan.problem["inputs"]["event"])
    return build_meeting_problem(work=work, campaign=campaign, inputs=stored_inputs(plan), event=event)


PLAN_KINDS: dict[str, Kind] = {
    "visits": Kind(
        _plain(build_visit_problem), lambda p, seed, watch: plan_visits(p, seed=seed, watch=watch), store_visit_plan
    ),
    "trips": Kind(_plain(build_trip_problem), lambda p, seed, watch: plan_trips(p, watch=watch), store_trip_plan),
    "pairs": Kind(_plain(build_pair_problem), lambda p, seed, watch: plan_pairs(p, watch=watch), store_pair_plan),
    "meetings": Kind(_meeting, lambda p, seed, watch: plan_meetings(p, watch=watch), store_meeting_plan),
}
