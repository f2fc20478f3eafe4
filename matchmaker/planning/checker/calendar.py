"""Checks of days: who is free when, trips within one district, days and kilometres of an expert."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from matchmaker.planning.values.plans import Violation, Visit
from matchmaker.planning.values.visits import VisitProblem

Visits = Sequence[Visit]


def known(problem: VisitProblem, visits: Visits) -> Iterator[Violation]:
    """Every index exists."""
    sizes = (("expert", len(problem.experts)), ("enterprise", len(problem.enterprises)), ("date", problem.dates))
    for visit in visits:
        for name, size in sizes:
            if not 0 <= getattr(visit, name) < size:
                yield Violation("visit.unknown", {"kind": name, "index": getattr(visit, name)})


def availability(problem: VisitProblem, visits: Visits) -> Iterator[Violation]:
    """Both are free on the date."""
    for visit in visits:
        about = {"expert": visit.expert, "enterprise": visit.enterprise, "date": visit.date}
        if visit.date not in problem.experts[visit.expert].dates:
            yield Violation("availability.expert", about)
        if visit.date not in problem.enterprises[visit.enterprise].dates:
            yield Violation("availability.enterprise", about)


def _stops(problem: VisitProblem, visits: Visits) -> dict[tuple[int, int], list[int]]:
    stops: dict[tuple[int, int], list[int]] = defaultdict(list)
    for visit in visits:
        stops[visit.expert, visit.date].append(visit.enterprise)
    return stops


def trip(problem: VisitProblem, visits: Visits) -> Iterator[Violation]:
    """A day of an expert stays in one district and has at most k enterprises."""
    for (expert, date), enterprises in _stops(problem, visits).items():
        districts = {problem.enterprises[enterprise].district for enterprise in enterprises}
        if len(districts) > 1:
            yield Violation("trip.one_district", {"expert": expert, "date": date, "districts": sorted(districts)})
        if len(enterprises) > problem.max_enterprises_per_trip:
            yield Violation("trip.size", {"expert": expert, "date": date, "visits": len(enterprises)})


def once(problem: VisitProblem, visits: Visits) -> Iterator[Violation]:
    """An expert visits an enterprise at most once."""
    seen: set[tuple[int, int]] = set()
    for visit in visits:
        pair = visit.expert, visit.enterprise
        if pair in seen:
            yield Violation("once", {"expert": visit.expert, "enterprise": visit.enterprise})
        seen.add(pair)


def expert_days(problem: VisitProblem, visits: Visits) -> Iterator[Violation]:
    """Days and visits of an expert."""
    days: dict[int, set[int]] = defaultdict(set)
    count: dict[int, int] = defaultdict(int)
    for visit in visits:
        days[visit.expert].add(visit.date)
        count[visit.expert] += 1
    for number, expert in enumerate(problem.experts):
        if len(days[number]) > expert.max_days:
            yield Violation("expert_days.days", {"expert": number, "days": len(days[number])})
        if expert.max_visits is not None and count[number] > expert.max_visits:
            yield Violation("expert_days.visits", {"expert": number, "visits": count[number]})


def _legs(problem: VisitProblem, visits: Visits) -> set[tuple[int, int, int]]:
    return {(visit.expert, visit.date, problem.enterprises[visit.enterprise].district) for visit in visits}


def travel(problem: VisitProblem, visits: Visits) -> Iterator[Violation]:
    """No trip is longer than allowed."""
    if problem.max_km_per_trip is None:
        return
    for expert, date, district in sorted(_legs(problem, visits)):
        if problem.experts[expert].km_round_trip[district] > problem.max_km_per_trip:
            yield Violation("travel.too_far", {"expert": expert, "date": date, "district": district})


def travel_worth(problem: VisitProblem, visits: Visits) -> float:
    """Minus kilometres and expert days."""
    cost = 0.0
    for expert, _, district in _legs(problem, visits):
        cost += problem.weights.km * problem.experts[expert].km_round_trip[district] + problem.weights.expert_day
    return -cost
