"""Checks of what enterprises and counties can receive, and of visiting groups."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from matchmaker.planning.values.plans import Violation, Visit
from matchmaker.planning.values.visits import VisitProblem

Visits = Sequence[Visit]
Unit = tuple[str, int]


def _units(problem: VisitProblem) -> dict[int, Unit]:
    """Who travels as what: the group of a member, or the expert alone."""
    units: dict[int, Unit] = {}
    for number, group in enumerate(problem.groups):
        for member in group.members:
            units[member] = ("group", number)
    return units


def receptions(problem: VisitProblem, visits: Visits) -> set[tuple[Unit, int, int]]:
    """(unit, enterprise, date): a group that comes is one reception."""
    units = _units(problem)
    return {(units.get(visit.expert, ("expert", visit.expert)), visit.enterprise, visit.date) for visit in visits}


def hosting(problem: VisitProblem, visits: Visits) -> Iterator[Violation]:
    """Receptions of an enterprise per day and in all."""
    per_date: Counter[tuple[int, int]] = Counter()
    in_all: Counter[int] = Counter()
    for _, enterprise, date in receptions(problem, visits):
        per_date[enterprise, date] += 1
        in_all[enterprise] += 1
    for (enterprise, date), count in sorted(per_date.items()):
        if count > problem.enterprises[enterprise].max_visits_per_date:
            yield Violation("hosting.per_date", {"enterprise": enterprise, "date": date, "visits": count})
    for enterprise, count in sorted(in_all.items()):
        if count > problem.enterprises[enterprise].max_visits:
            yield Violation("hosting.in_all", {"enterprise": enterprise, "visits": count})


def groups(problem: VisitProblem, visits: Visits) -> Iterator[Violation]:
    """The members of a group are at the same enterprises on the same dates, the leader among them."""
    stops: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for visit in visits:
        stops[visit.expert].add((visit.enterprise, visit.date))
    for number, group in enumerate(problem.groups):
        for member in group.members:
            if stops[member] != stops[group.leader]:
                yield Violation("groups.together", {"group": number, "expert": member, "leader": group.leader})


def escorts(problem: VisitProblem, visits: Visits) -> Iterator[Violation]:
    """Experts and groups under way in a county on a day have an escort each."""
    if problem.escorts is None:
        return
    busy: dict[tuple[int, int], set[Unit]] = defaultdict(set)
    for unit, enterprise, date in receptions(problem, visits):
        busy[problem.enterprises[enterprise].district, date].add(unit)
    for (district, date), units in sorted(busy.items()):
        if len(units) > problem.escorts[district][date]:
            yield Violation("escorts", {"district": district, "date": date, "trips": len(units)})


def district_visits(problem: VisitProblem, visits: Visits) -> Iterator[Violation]:
    """Receptions in a district."""
    count = Counter(problem.enterprises[enterprise].district for _, enterprise, _ in receptions(problem, visits))
    for district, most in enumerate(problem.district_max_visits):
        if most is not None and count[district] > most:
            yield Violation("district_quota.visits", {"district": district, "visits": count[district]})


def chain_visits(problem: VisitProblem, visits: Visits) -> Iterator[Violation]:
    """Receptions in a chain."""
    count: Counter[int] = Counter()
    for _, enterprise, _ in receptions(problem, visits):
        for chain in problem.enterprises[enterprise].chains:
            count[chain] += 1
    for number, chain_limit in enumerate(problem.chains):
        if chain_limit.max_visits is not None and count[number] > chain_limit.max_visits:
            yield Violation("chain_quota.visits", {"chain": number, "visits": count[number]})
