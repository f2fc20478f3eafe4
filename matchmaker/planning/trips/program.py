"""From a trip problem to its program: every rule that applies."""

from __future__ import annotations

from matchmaker.planning.program.program import Program
from matchmaker.planning.rules import TRIP_RULES
from matchmaker.planning.trips.build import TripBuild
from matchmaker.planning.values.trips import Trip, TripProblem


def trip_program(problem: TripProblem, *, fixed: tuple[Trip, ...] = ()) -> tuple[Program, TripBuild]:
    """The program with all rules, over the trips and seats that are possible at all; nobody joins `fixed` trips."""
    build = TripBuild(problem=problem, fixed=fixed)
    for rule in TRIP_RULES.values():
        rule.add_to(build)
    return build.assembly.build(), build
