"""Which locked journeys exclude each other: an irreducible set, and the rules that stand against it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matchmaker.planning.arrays import Floats
from matchmaker.planning.conflict import irreducible
from matchmaker.planning.errors import LocksExcludeEachOther, locks_exclude
from matchmaker.planning.program.highs import solve_integer
from matchmaker.planning.program.limits import without_rows
from matchmaker.planning.program.program import Program
from matchmaker.planning.rules import TRIP_RULES
from matchmaker.planning.trips.program import trip_program
from matchmaker.planning.values.trips import Trip, TripLock, TripProblem

ANY = 1.0
# rules that are a matter of rows: their codes begin with their name
OF_ROWS = ("trip_enterprise", "trip_institution")


def any_plan(program: Program) -> Floats | None:
    """Some point of the program; None if there is none."""
    return solve_integer(replace(program, cost=np.zeros(program.columns)), gap=ANY).x


def trips_conflict(problem: TripProblem, *, fixed: tuple[Trip, ...] = ()) -> LocksExcludeEachOther:
    """The error for a problem whose locks cannot all be kept: without any one of its locks the others can be."""
    conflict = irreducible(tuple(dict.fromkeys(problem.locks)), lambda some: _feasible(problem, some, fixed))
    return locks_exclude(conflict, limits=_limits_against(replace(problem, locks=conflict), fixed))


def _feasible(problem: TripProblem, locks: tuple[TripLock, ...], fixed: tuple[Trip, ...]) -> bool:
    return not locks or any_plan(trip_program(replace(problem, locks=locks), fixed=fixed)[0]) is not None


def _limits_against(problem: TripProblem, fixed: tuple[Trip, ...]) -> tuple[str, ...]:
    """The rules any one of which, if it were lifted, would let the problem's locks be kept together."""
    lifted = {
        "trip_dates": _always_free(problem),
        "trip_delegation": _any_size(problem),
        "trip_forbidden": replace(problem, forbidden=()),
    }
    against = {name for name, other in lifted.items() if _feasible(other, problem.locks, fixed)}
    program, _ = trip_program(problem, fixed=fixed)
    for name in OF_ROWS:
        codes = [family.code for family in program.families if family.code.startswith(f"{name}.")]
        if any_plan(without_rows(program, codes)) is not None:
            against.add(name)
    return tuple(name for name in TRIP_RULES if name in against)


def _always_free(problem: TripProblem) -> TripProblem:
    dates = tuple(range(problem.dates))
    enterprises = tuple(replace(one, dates=dates) for one in problem.enterprises)
    institutions = tuple(replace(one, dates=dates) for one in problem.institutions)
    return replace(problem, enterprises=enterprises, institutions=institutions)


def _any_size(problem: TripProblem) -> TripProblem:
    many = max(len(problem.enterprises), 1)
    institutions = tuple(replace(one, min_delegation=1, max_delegation=many) for one in problem.institutions)
    return replace(problem, institutions=institutions)
