"""What a rule of the pairing problem gets to add its part of the program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from matchmaker.planning.arrays import Floats, Ints, floats, ints
from matchmaker.planning.program.assembly import Assembly
from matchmaker.planning.values.pairs import Pair, PairProblem


@dataclass
class PairBuild:
    """Column k of the program is the pair (row[k], column[k]) worth value[k]: all that are not forbidden.

    `least`: what every row sum must reach, or None. `places` int64[rows]. `keep`: what keeping a pair is worth beyond
    its value; no row sum counts it.
    """

    problem: PairProblem
    least: float | None = None
    keep: Mapping[Pair, float] = field(default_factory=dict)
    assembly: Assembly = field(default_factory=Assembly)
    row: Ints = field(init=False)
    column: Ints = field(init=False)
    value: Floats = field(init=False)
    places: Ints = field(init=False)

    def __post_init__(self) -> None:
        problem = self.problem
        values = value_table(problem)
        self.row, self.column = np.nonzero(allowed_table(problem))
        self.value = values[self.row, self.column]
        self.places = ints(problem.places or (1,) * problem.rows)
        locked = np.zeros(values.shape)
        for row, column in problem.locked:
            locked[row, column] = 1.0
        kept = floats(self.keep.get(pair, 0.0) for pair in zip(self.row.tolist(), self.column.tolist(), strict=True))
        cost = self.value + kept
        self.assembly.add_columns(len(self.row), cost=cost, lower=locked[self.row, self.column], integer=True)


def value_table(problem: PairProblem) -> Floats:
    """`float64[rows, columns]`, 0 where the problem says nothing."""
    values = np.zeros((problem.rows, problem.columns))
    for row, column, value in problem.affinity:
        values[row, column] = value
    return values


def allowed_table(problem: PairProblem) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """`bool[rows, columns]`: which pairs are not forbidden."""
    allowed = np.ones((problem.rows, problem.columns), dtype=bool)
    for row, column in problem.forbidden:
        allowed[row, column] = False
    return allowed
