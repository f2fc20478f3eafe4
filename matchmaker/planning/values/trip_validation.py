"""Whether a trip problem makes sense; names the first place that does not."""

from __future__ import annotations

from matchmaker.planning.values.trips import TripInstitution, TripProblem
from matchmaker.planning.values.validation import at_least, distinct, inside, of_length


def check_trip_problem(problem: TripProblem) -> None:
    """Raise InvalidProblem for the first value that contradicts another."""
    at_least("dates", problem.dates)
    for field in ("unserved", "target", "target_shortfall", "moved"):
        at_least(field, getattr(problem, field))
    for number, enterprise in enumerate(problem.enterprises):
        _dates(f"enterprises[{number}].dates", enterprise.dates, problem)
        at_least(f"enterprises[{number}].max_trips", enterprise.max_trips or 0)
    for number, institution in enumerate(problem.institutions):
        _institution(f"institutions[{number}]", institution, problem)
    if problem.leaders:
        of_length("leaders", problem.leaders, problem.dates)
    for leaders in problem.leaders:
        at_least("leaders", leaders)
    _pairs(problem)


def _dates(place: str, dates: tuple[int, ...], problem: TripProblem) -> None:
    for date in dates:
        inside(place, date, problem.dates)


def _institution(place: str, institution: TripInstitution, problem: TripProblem) -> None:
    _dates(f"{place}.dates", institution.dates, problem)
    at_least(f"{place}.min_delegation", institution.min_delegation, 1)
    at_least(f"{place}.max_delegation", institution.max_delegation, institution.min_delegation)
    at_least(f"{place}.max_trips", institution.max_trips or 0)
    at_least(f"{place}.days", institution.days, 1)
    at_least(f"{place}.cost", institution.cost)


def _pairs(problem: TripProblem) -> None:
    pairs = [("affinity", enterprise, institution) for enterprise, institution, _ in problem.affinity]
    pairs += [("forbidden", enterprise, institution) for enterprise, institution in problem.forbidden]
    pairs += [(f"locks[{n}]", lock.enterprise, lock.institution) for n, lock in enumerate(problem.locks)]
    pairs += [("published", seat.enterprise, seat.institution) for seat in problem.published]
    for field, enterprise, institution in pairs:
        inside(field, enterprise, len(problem.enterprises))
        inside(field, institution, len(problem.institutions))
    for _, _, value in problem.affinity:
        at_least("affinity", value)
    distinct("affinity", ((enterprise, institution) for enterprise, institution, _ in problem.affinity))
    for number, lock in enumerate(problem.locks):
        if lock.date is not None:
            inside(f"locks[{number}].date", lock.date, problem.dates)
