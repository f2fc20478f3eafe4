"""Must not: journeys that are ruled out. They have no seats in the program, so no rows are needed."""

from __future__ import annotations

from matchmaker.locale import N_
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.values.trips import TripProblem


def applies(problem: TripProblem) -> bool:
    return bool(problem.forbidden)


RULE = Rule(
    name="trip_forbidden",
    title=N_("forbidden journeys"),
    applies=applies,
    explanations={
        "trip_forbidden": N_("Enterprise %(enterprise)s must not travel to institution %(institution)s."),
    },
)
