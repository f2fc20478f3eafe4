"""What visits fall short of, computed from the problem alone: for plans that were changed by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from matchmaker.planning.values.plans import Shortfall, Visit
from matchmaker.planning.values.visits import VisitProblem


def shortfalls_of_visits(problem: VisitProblem, visits: Sequence[Visit]) -> tuple[Shortfall, ...]:
    """Needs that nobody serves, quotas, invited experts without a visit, targets: each with what it costs."""
    covered = {need for visit in visits for need in visit.needs}
    return (
        *_uncovered(problem, covered),
        *_places(problem, covered),
        *_idle(problem, visits),
        *_targets(problem, visits),
    )


def _uncovered(problem: VisitProblem, covered: set[int]) -> Iterator[Shortfall]:
    for need in range(len(problem.needs)):
        if need not in covered:
            yield Shortfall("coverage", {"need": need}, 1.0, problem.weights.unmet_need)


def _places(problem: VisitProblem, covered: set[int]) -> Iterator[Shortfall]:
    """Districts and chains with fewer needs served than their minimum."""
    hosts = [problem.enterprises[problem.needs[need].enterprise] for need in sorted(covered)]
    districts = Counter(host.district for host in hosts)
    chains = Counter(chain for host in hosts for chain in set(host.chains))
    weights = problem.weights
    for number, least in enumerate(problem.district_min_covered_needs):
        short = float(least - districts[number])
        if short > 0:
            yield Shortfall("district_quota", {"district": number}, short, weights.district_shortfall * short)
    for number, chain in enumerate(problem.chains):
        short = float(chain.min_covered_needs - chains[number])
        if short > 0:
            yield Shortfall("chain_quota.needs", {"chain": number}, short, weights.chain_shortfall * short)


def _idle(problem: VisitProblem, visits: Sequence[Visit]) -> Iterator[Shortfall]:
    travelling = {visit.expert for visit in visits}
    for number, expert in enumerate(problem.experts):
        if expert.invited and number not in travelling:
            yield Shortfall("invited", {"expert": number}, 1.0, problem.weights.idle_expert)


def _targets(problem: VisitProblem, visits: Sequence[Visit]) -> Iterator[Shortfall]:
    for kind, target in (("experts", problem.targets.experts), ("enterprises", problem.targets.enterprises)):
        reached = len({getattr(visit, kind.removesuffix("s")) for visit in visits})
        if target > reached:
            short = float(target - reached)
            yield Shortfall(f"targets.{kind}", {}, short, problem.weights.target_shortfall * short)
