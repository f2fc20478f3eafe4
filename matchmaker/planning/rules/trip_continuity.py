"""Published seats cost to move: each one that the plan keeps is worth `moved`.

The worth is the program's only; a plan's value does not count it.
"""

from __future__ import annotations

from matchmaker.locale import N_
from matchmaker.planning.arrays import floats
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.trips.build import TripBuild
from matchmaker.planning.values.trips import TripProblem


def applies(problem: TripProblem) -> bool:
    return bool(problem.published)


def objective(build: TripBuild) -> None:
    """`moved` for each seat that was published and is still possible."""
    promised = {(seat.enterprise, seat.institution, seat.date) for seat in build.problem.published}
    trips = build.seat_trip
    keys = zip(
        build.seat_enterprise.tolist(),
        build.trip_institution[trips].tolist(),
        build.trip_date[trips].tolist(),
        strict=True,
    )
    kept = floats(float(key in promised) for key in keys)
    build.assembly.add_cost(build.seat, build.problem.moved * kept)


RULE = Rule(name="trip_continuity", title=N_("published seats stay"), applies=applies, objective=objective)
