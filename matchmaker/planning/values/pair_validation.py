"""Whether a pairing problem makes sense; names the first place that does not."""

from __future__ import annotations

import math

from matchmaker.locale import N_
from matchmaker.planning.errors import InvalidProblem
from matchmaker.planning.values.pairs import OBJECTIVES, PairProblem
from matchmaker.planning.values.validation import at_least, distinct, inside, of_length

UNKNOWN = N_("%(value)s is none of these: %(known)s.")
NOT_FINITE = N_("%(value)s is not a finite number.")


def check_pair_problem(problem: PairProblem) -> None:
    """Raise InvalidProblem for the first value that contradicts another."""
    if problem.objective not in OBJECTIVES:
        raise InvalidProblem(field="objective", problem=UNKNOWN, value=problem.objective, known=", ".join(OBJECTIVES))
    of_length("min_load", problem.min_load, problem.columns)
    if problem.places:
        of_length("places", problem.places, problem.rows)
    if problem.institution_of:
        of_length("institution_of", problem.institution_of, problem.columns)
    if problem.institution_load:
        institutions = max(problem.institution_of, default=-1) + 1
        of_length("institution_load", problem.institution_load, institutions)
    for field, values, least in (
        ("demand", problem.demand, 0),
        ("max_load", problem.max_load, 0),
        ("min_load", problem.min_load, 0),
        ("places", problem.places, 1),
        ("institution_of", problem.institution_of, 0),
        ("institution_load", tuple(most or 0 for most in problem.institution_load), 0),
    ):
        for value in values:
            at_least(field, value, least)
    _pairs(problem)


def _pairs(problem: PairProblem) -> None:
    for field, pairs in (
        ("affinity", [(row, column) for row, column, _ in problem.affinity]),
        ("forbidden", problem.forbidden),
        ("locked", problem.locked),
    ):
        for row, column in pairs:
            inside(field, row, problem.rows)
            inside(field, column, problem.columns)
    distinct("affinity", ((row, column) for row, column, _ in problem.affinity))
    for _, _, value in problem.affinity:
        if not math.isfinite(value):
            raise InvalidProblem(field="affinity", problem=NOT_FINITE, value=value)
