"""The price of forcing or forbidding a journey, by planning near it, and the limits that bind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.adjusting import adjusted
from matchmaker.planning.arrays import Floats
from matchmaker.planning.program.limits import limits_against
from matchmaker.planning.trips.build import TripBuild
from matchmaker.planning.trips.program import trip_program
from matchmaker.planning.trips.replan import replan_trips
from matchmaker.planning.values.explanations import Adjustment, Reason
from matchmaker.planning.values.trips import Trip, TripLock, TripPlan, TripProblem, TripReplan
from matchmaker.planning.watch import Watch

TRIP_REASONS: dict[str, str] = {
    "trip_reason.no_affinity": N_("Enterprise %(enterprise)s fits no expert of institution %(institution)s."),
    "trip_reason.locked": N_("The journey of enterprise %(enterprise)s to institution %(institution)s is locked."),
    "trip_reason.fits": N_("Enterprise %(enterprise)s and institution %(institution)s fit each other by %(value).3f."),
}


def explain_trip(
    problem: TripProblem,
    plan: TripPlan,
    *,
    enterprise: int,
    institution: int,
    date: int | None = None,
    fixed: Sequence[Trip] = (),
    watch: Watch | None = None,
) -> Adjustment[TripReplan]:
    """Why this enterprise goes to this institution in the plan, or why it does not (with the trip of this date).

    Each journey that the other way takes away is charged `problem.moved`; 0 gives the exact price. `fixed` trips stay.
    """
    pair = enterprise, institution
    there = any(
        t.institution == institution and enterprise in t.enterprises and date in (None, t.date) for t in plan.trips
    )
    if there:
        wanted = replace(problem, forbidden=(*problem.forbidden, pair))
        reasons = tuple(_reasons_for(problem, *pair))
    else:
        wanted = replace(problem, locks=(*problem.locks, TripLock(enterprise, institution, date)))
        reasons = tuple(_reasons_against(problem, plan.trips, enterprise, institution, date))
    return adjusted(
        forced=not there,
        value=plan.value,
        reasons=reasons,
        replan=lambda: replan_trips(wanted, plan.trips, fixed=fixed, watch=watch),
    )


def _reasons_for(problem: TripProblem, enterprise: int, institution: int) -> Iterator[Reason]:
    about = {"enterprise": enterprise, "institution": institution}
    if any((lock.enterprise, lock.institution) == (enterprise, institution) for lock in problem.locks):
        yield Reason("trip_reason.locked", about)
    for one, host, value in problem.affinity:
        if (one, host) == (enterprise, institution):
            yield Reason("trip_reason.fits", {**about, "value": value})


def _reasons_against(
    problem: TripProblem, trips: tuple[Trip, ...], enterprise: int, institution: int, date: int | None
) -> Iterator[Reason]:
    """What the plan would break with this seat in it, on the trip with which it would break the least."""
    about = {"enterprise": enterprise, "institution": institution}
    if (enterprise, institution) in problem.forbidden:
        yield Reason("trip_forbidden", about)
        return
    if (enterprise, institution) not in {(one, host) for one, host, _ in problem.affinity}:
        yield Reason("trip_reason.no_affinity", about)
    # a lock without a date puts the pair into the program, whatever it is worth
    program, build = trip_program(replace(problem, locks=(*problem.locks, TripLock(enterprise, institution))))
    possible = (build.seat_enterprise == enterprise) & (build.trip_institution[build.seat_trip] == institution)
    if date is not None:
        possible &= build.trip_date[build.seat_trip] == date
    x = _point(build, program.columns, trips)
    options = [
        limits_against(program, x, (int(build.seat[seat]), int(build.trip[build.seat_trip[seat]])))
        for seat in np.flatnonzero(possible).tolist()
    ]
    if not options:
        yield Reason("trip_dates.none", about)
        return
    yield from (Reason(code, params) for code, params in min(options, key=len))


def _point(build: TripBuild, columns: int, trips: tuple[Trip, ...]) -> Floats:
    """The point of the program that these trips are; slacks are left at 0, they limit nothing from above."""
    under_way = {(trip.institution, trip.date): set(trip.enterprises) for trip in trips}
    keys = list(zip(build.trip_institution.tolist(), build.trip_date.tolist(), strict=True))
    x = np.zeros(columns)
    x[build.trip] = [float(key in under_way) for key in keys]
    seats = zip(build.seat_enterprise.tolist(), build.seat_trip.tolist(), strict=True)
    x[build.seat] = [float(enterprise in under_way.get(keys[trip], ())) for enterprise, trip in seats]
    return x
