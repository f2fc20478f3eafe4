"""The best visit plan by trying every set of visits. Knows the checker and nothing of the solver."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import product

from matchmaker.planning.checker import check_visits
from matchmaker.planning.values.plans import Visit
from matchmaker.planning.values.visits import VisitProblem

Meeting = tuple[int, int, int]


def best_value(problem: VisitProblem) -> float | None:
    """The largest value of any plan without a violation; None if locks allow no plan."""
    values = [
        verdict.value
        for meetings in all_meetings(problem)
        if (verdict := check_visits(problem, with_needs(problem, meetings))).clean
    ]
    return max(values, default=None)


def all_meetings(problem: VisitProblem) -> Iterable[list[Meeting]]:
    """Every choice of meetings in which nobody is twice at the same enterprise, traveller by traveller."""
    grouped = {member for group in problem.groups for member in group.members}
    travellers = [(e,) for e in range(len(problem.experts)) if e not in grouped]
    choices = [_days(problem, members) for members in [*travellers, *(group.members for group in problem.groups)]]
    for combined in product(*choices):
        yield [meeting for one in combined for meeting in one]


def _days(problem: VisitProblem, members: tuple[int, ...]) -> list[list[Meeting]]:
    """All sets of meetings of one traveller: pairs with an affinity or a lock, on dates on which all are free."""
    served = {(e, problem.needs[n].enterprise) for e, n, _ in problem.affinity}
    served |= {(lock.expert, lock.enterprise) for lock in problem.locks}
    options = []
    for enterprise, one in enumerate(problem.enterprises):
        if any((member, enterprise) in served for member in members):
            common = set(one.dates).intersection(*(problem.experts[member].dates for member in members))
            options.append([None, *((enterprise, date) for date in sorted(common))])
    limit = min(problem.experts[member].max_days for member in members) * problem.max_enterprises_per_trip
    found = []
    for choice in product(*options):
        stops = [stop for stop in choice if stop is not None]
        if len(stops) <= limit and len({date for _, date in stops}) <= limit:
            found.append([(member, *stop) for stop in stops for member in members])
    return found


def with_needs(problem: VisitProblem, meetings: list[Meeting]) -> tuple[Visit, ...]:
    """The meetings as visits; each need is served by the best of those who come, as many as may."""
    coming = defaultdict(list)
    places = {(expert, enterprise): (expert, enterprise, date) for expert, enterprise, date in meetings}
    for expert, need, value in problem.affinity:
        place = places.get((expert, problem.needs[need].enterprise))
        if place is not None:
            coming[need].append((value, place))
    needs = defaultdict(list)
    for need, offers in coming.items():
        for _, place in sorted(offers, reverse=True)[: problem.max_experts_per_need]:
            needs[place].append(need)
    return tuple(
        Visit(expert=e, enterprise=i, date=d, needs=tuple(sorted(needs[e, i, d]))) for e, i, d in sorted(set(meetings))
    )
