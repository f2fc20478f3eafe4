"""Checks of who serves what, and the worth of serving and of covering."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from matchmaker.planning.values.plans import Violation, Visit
from matchmaker.planning.values.visits import VisitProblem

Visits = Sequence[Visit]


def served_needs(problem: VisitProblem, visits: Visits) -> Iterator[Violation]:
    """A need is served at its own enterprise, by an expert with an affinity to it, once per visit."""
    possible = {(expert, need) for expert, need, _ in problem.affinity}
    for visit in visits:
        for need, times in sorted(Counter(visit.needs).items()):
            about = {"expert": visit.expert, "enterprise": visit.enterprise, "need": need}
            if not 0 <= need < len(problem.needs) or problem.needs[need].enterprise != visit.enterprise:
                yield Violation("experts_per_need.elsewhere", about)
            elif (visit.expert, need) not in possible:
                yield Violation("experts_per_need.no_affinity", about)
            if times > 1:
                yield Violation("experts_per_need.twice", about)


def strangers(problem: VisitProblem, visits: Visits) -> Iterator[Violation]:
    """Nobody goes where nothing speaks for it: an affinity (of any member of the visiting group), a lock, or a visit
    that was announced.
    """
    reasons = {(expert, problem.needs[need].enterprise) for expert, need, _ in problem.affinity}
    reasons |= {(lock.expert, lock.enterprise) for lock in problem.locks}
    reasons |= {(one.expert, one.enterprise) for one in problem.published}
    fellows = {member: group.members for group in problem.groups for member in group.members}
    for visit in visits:
        if not any((one, visit.enterprise) in reasons for one in fellows.get(visit.expert, (visit.expert,))):
            about = {"expert": visit.expert, "enterprise": visit.enterprise, "date": visit.date}
            yield Violation("experts_per_need.stranger", about)


def experts_per_need(problem: VisitProblem, visits: Visits) -> Iterator[Violation]:
    """At most so many experts serve one need."""
    serving = Counter(need for visit in visits for need in visit.needs)
    for need, count in sorted(serving.items()):
        if count > problem.max_experts_per_need:
            yield Violation("experts_per_need.experts", {"need": need, "experts": count})


def matching_worth(problem: VisitProblem, visits: Visits) -> float:
    """The affinity of all served (expert, need)."""
    affinity = {(expert, need): value for expert, need, value in problem.affinity}
    return sum(affinity.get((visit.expert, need), 0.0) for visit in visits for need in visit.needs)


def covered(problem: VisitProblem, visits: Visits) -> set[int]:
    """Needs that somebody serves; numbers that are no need do not count."""
    return {need for visit in visits for need in visit.needs if 0 <= need < len(problem.needs)}


def coverage_worth(problem: VisitProblem, visits: Visits) -> float:
    """Minus the price of each need that nobody serves."""
    return -problem.weights.unmet_need * len(set(range(len(problem.needs))) - covered(problem, visits))


def district_worth(problem: VisitProblem, visits: Visits) -> float:
    """Minus the price of each need missing to a district's minimum."""
    reached = Counter(problem.enterprises[problem.needs[need].enterprise].district for need in covered(problem, visits))
    missing = sum(max(0, floor - reached[d]) for d, floor in enumerate(problem.district_min_covered_needs))
    return -problem.weights.district_shortfall * missing


def chain_worth(problem: VisitProblem, visits: Visits) -> float:
    """Minus the price of each need missing to a chain's minimum."""
    reached: Counter[int] = Counter()
    for need in covered(problem, visits):
        reached.update(set(problem.enterprises[problem.needs[need].enterprise].chains))
    missing = sum(max(0, chain.min_covered_needs - reached[c]) for c, chain in enumerate(problem.chains))
    return -problem.weights.chain_shortfall * missing
