"""Plan visits: from a problem to a plan with its proven bound."""

from __future__ import annotations

from matchmaker.planning.values.plans import VisitPlan
from matchmaker.planning.values.visits import VisitProblem
from matchmaker.planning.visits.decode import plan_of, settled
from matchmaker.planning.visits.greedy import greedy_plan
from matchmaker.planning.visits.locks import locks_conflict
from matchmaker.planning.visits.program import visit_program, without_published
from matchmaker.planning.visits.search import Search
from matchmaker.planning.visits.start import least_plan
from matchmaker.planning.watch import Watch

# the best plan is settled and told after the search: about as much work as settling the first one, on the same machine
SETTLINGS = 3.0


def plan_visits(problem: VisitProblem, *, seed: int = 0, watch: Watch | None = None) -> VisitPlan:
    """The best visit plan found within the watch's effort; the bound is proven whenever the search ends.

    Deterministic by `seed` as long as no deadline cuts the search. Raises LocksExcludeEachOther when no plan keeps
    all locks; everything else has a plan, perhaps an empty one. Published visits do not matter here (see `replan`).
    """
    watch = watch or Watch()
    program, layout = visit_program(without_published(problem))
    start = least_plan(program, layout)
    if start is None:
        raise locks_conflict(problem)
    start = greedy_plan(program, layout, start)
    began = watch.elapsed()
    start = settled(program, layout, start)
    watch.reserve(SETTLINGS * (watch.elapsed() - began))
    found = Search(program=program, layout=layout, x=start, watch=watch, seed=seed).run()
    x = settled(program, layout, found.x)
    return plan_of(program, layout, x, bound=found.bound, seconds=watch.elapsed(), stopped=found.stopped)
