"""The verdict on trips of delegations: dates, sizes, loads, locks, and the value recomputed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from matchmaker.planning.values.plans import Verdict, Violation
from matchmaker.planning.values.trips import Trip, TripProblem

Check = Callable[[TripProblem, Sequence[Trip]], Iterator[Violation]]


def _days(problem: TripProblem, trip: Trip) -> range:
    return range(trip.date, trip.date + problem.institutions[trip.institution].days)


def dates(problem: TripProblem, trips: Sequence[Trip]) -> Iterator[Violation]:
    """The institution receives on the first date; everybody is free on all; nobody is on two trips at once."""
    busy: Counter[tuple[int, int]] = Counter()
    for trip in trips:
        about = {"institution": trip.institution, "date": trip.date}
        if trip.date not in problem.institutions[trip.institution].dates or _days(problem, trip)[-1] >= problem.dates:
            yield Violation("trip_dates.institution", about)
        for enterprise in trip.enterprises:
            if not set(_days(problem, trip)) <= set(problem.enterprises[enterprise].dates):
                yield Violation("trip_dates.enterprise", {**about, "enterprise": enterprise})
            busy.update((enterprise, day) for day in _days(problem, trip))
    for (enterprise, day), count in sorted(busy.items()):
        if count > 1:
            yield Violation("trip_enterprise.day", {"enterprise": enterprise, "date": day, "trips": count})


def delegations(problem: TripProblem, trips: Sequence[Trip]) -> Iterator[Violation]:
    """Size of each delegation."""
    for trip in trips:
        host, size = problem.institutions[trip.institution], len(trip.enterprises)
        about = {"institution": trip.institution, "date": trip.date, "enterprises": size}
        if size > host.max_delegation:
            yield Violation("trip_delegation.max", about)
        if size < host.min_delegation:
            yield Violation("trip_delegation.min", about)


def enterprises(problem: TripProblem, trips: Sequence[Trip]) -> Iterator[Violation]:
    """Trips of an enterprise in all, and to one institution."""
    count = Counter(enterprise for trip in trips for enterprise in trip.enterprises)
    for number, enterprise in enumerate(problem.enterprises):
        if enterprise.max_trips is not None and count[number] > enterprise.max_trips:
            yield Violation("trip_enterprise.trips", {"enterprise": number, "trips": count[number]})
    pairs = Counter((enterprise, trip.institution) for trip in trips for enterprise in trip.enterprises)
    for (number, institution), times in sorted(pairs.items()):
        if times > 1:
            yield Violation("trip_enterprise.once", {"enterprise": number, "institution": institution})


def institutions(problem: TripProblem, trips: Sequence[Trip]) -> Iterator[Violation]:
    """Delegations of an institution at a time and in all; trips that are accompanied per date."""
    count = Counter(trip.institution for trip in trips)
    for number, host in enumerate(problem.institutions):
        if host.max_trips is not None and count[number] > host.max_trips:
            yield Violation("trip_institution.trips", {"institution": number, "trips": count[number]})
    there = Counter((trip.institution, day) for trip in trips for day in _days(problem, trip))
    for (number, day), times in sorted(there.items()):
        if times > 1:
            yield Violation("trip_institution.day", {"institution": number, "date": day})
    under_way = Counter(day for trip in trips for day in _days(problem, trip))
    for day, leaders in enumerate(problem.leaders):
        if under_way[day] > leaders:
            yield Violation("trip_institution.leaders", {"date": day, "trips": under_way[day]})


def orders(problem: TripProblem, trips: Sequence[Trip]) -> Iterator[Violation]:
    """Locks are kept; forbidden pairs and pairs without a reason do not travel."""
    going = {(enterprise, trip.institution, trip.date) for trip in trips for enterprise in trip.enterprises}
    for lock in problem.locks:
        when = {date for e, h, date in going if (e, h) == (lock.enterprise, lock.institution)}
        if not when or (lock.date is not None and lock.date not in when):
            about = {"enterprise": lock.enterprise, "institution": lock.institution, "date": lock.date}
            yield Violation("trip_locks", about)
    reasons = {(enterprise, institution) for enterprise, institution, _ in problem.affinity}
    reasons |= {(lock.enterprise, lock.institution) for lock in problem.locks}
    for enterprise, institution, date in sorted(going):
        about = {"enterprise": enterprise, "institution": institution, "date": date}
        if (enterprise, institution) in problem.forbidden:
            yield Violation("trip_forbidden", about)
        if (enterprise, institution) not in reasons:
            yield Violation("trip_no_affinity", about)


TRIP_CHECKS: dict[str, Check] = {
    "trip_dates": dates,
    "trip_delegation": delegations,
    "trip_enterprise": enterprises,
    "trip_institution": institutions,
    "trip_orders": orders,
}


def check_trips(problem: TripProblem, trips: Sequence[Trip]) -> Verdict:
    """The value by the problem's own definition, and every violated rule.

    Trips with unknown indexes get these violations only, and the value NaN.
    """
    unknown = tuple(_unknown(problem, trips))
    if unknown:
        return Verdict(value=float("nan"), violations=unknown)
    affinity = {(enterprise, institution): value for enterprise, institution, value in problem.affinity}
    going = [(enterprise, trip.institution) for trip in trips for enterprise in trip.enterprises]
    wanting = {enterprise for enterprise, _, _ in problem.affinity}
    value = sum(affinity.get(pair, 0.0) for pair in going)
    value -= sum(problem.institutions[trip.institution].cost for trip in trips)
    travelling = {enterprise for enterprise, _ in going}
    value -= problem.unserved * len(wanting - travelling)
    value -= problem.target_shortfall * max(0, problem.target - len(travelling))
    found = tuple(violation for check in TRIP_CHECKS.values() for violation in check(problem, trips))
    return Verdict(value=value, violations=found)


def _unknown(problem: TripProblem, trips: Sequence[Trip]) -> Iterator[Violation]:
    for trip in trips:
        indexes = [("date", trip.date, problem.dates), ("institution", trip.institution, len(problem.institutions))]
        indexes += [("enterprise", enterprise, len(problem.enterprises)) for enterprise in trip.enterprises]
        for kind, index, size in indexes:
            if not 0 <= index < size:
                yield Violation("trip.unknown", {"kind": kind, "index": index})
