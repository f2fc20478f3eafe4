"""Why no pairs are possible: locks that exclude each other, or demands and loads that do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matchmaker.planning.conflict import irreducible
from matchmaker.planning.errors import LoadsExcludeEachOther, LocksExcludeEachOther, locks_exclude
from matchmaker.planning.pairs.choice import chosen_pairs
from matchmaker.planning.pairs.program import pair_program
from matchmaker.planning.program.optimum import optimum
from matchmaker.planning.program.program import INFINITE, Program
from matchmaker.planning.values.pairs import PairProblem
from matchmaker.planning.watch import Watch

ANY = 0.5
# a row of the program, and which of its sides: False the lower, True the upper
Side = tuple[int, bool]


def pairs_conflict(problem: PairProblem) -> LocksExcludeEachOther | LoadsExcludeEachOther:
    """The error for a problem without any choice of pairs.

    If it has one without its locks, the locks are to blame and an irreducible set of them is named; else an
    irreducible set of demands and loads.
    """
    free = replace(problem, locked=())
    if possible(free):
        locks = tuple(dict.fromkeys(problem.locked))
        conflict = irreducible(locks, lambda some: possible(replace(problem, locked=some)))
        return locks_exclude(conflict, limits=_limits_against(replace(problem, locked=conflict)))
    program, _ = pair_program(free)
    sides = [(row, False) for row in np.flatnonzero(program.row_lower > 0).tolist()]
    sides += [(row, True) for row in range(program.rows)]
    conflict_of_loads = irreducible(sides, lambda some: _keeps(_only(program, some)))
    return LoadsExcludeEachOther(conflict=tuple(_named(program, side) for side in conflict_of_loads))


def possible(problem: PairProblem) -> bool:
    """Whether any pairs keep everything; what they are worth does not matter."""
    return not chosen_pairs(problem, watch=Watch(), gap=ANY).infeasible


def _keeps(program: Program) -> bool:
    idle = replace(program, cost=np.zeros(program.columns))
    return not optimum(idle, watch=Watch(), stage="conflict").infeasible


def _only(program: Program, sides: tuple[Side, ...]) -> Program:
    """The program with these sides of its rows and no others."""
    lower, upper = np.full(program.rows, -INFINITE), np.full(program.rows, INFINITE)
    for row, is_upper in sides:
        if is_upper:
            upper[row] = program.row_upper[row]
        else:
            lower[row] = program.row_lower[row]
    return replace(program, row_lower=lower, row_upper=upper)


def _named(program: Program, side: Side) -> tuple[str, int, float]:
    """(code, row, column or institution of the problem, the limit)."""
    row, is_upper = side
    family = program.family_of(row)
    *_, number = family.about(row).values()
    limit = program.row_upper[row] if is_upper else program.row_lower[row]
    return f"{family.code}.{'max' if is_upper else 'min'}", number, float(limit)


def _limits_against(problem: PairProblem) -> tuple[str, ...]:
    """The rules any one of which, if it were lifted, would let the problem's locks be kept."""
    against = []
    if possible(replace(problem, forbidden=())):
        against.append("pair_forbidden")
    if not set(problem.locked) & set(problem.forbidden):
        program, _ = pair_program(problem)
        for family in program.families:
            kept = [row for row in range(program.rows) if not family.first <= row < family.last]
            if _keeps(_only(program, tuple((row, upper) for row in kept for upper in (False, True)))):
                against.append(family.code.partition(".")[0])
    return tuple(dict.fromkeys(against))
