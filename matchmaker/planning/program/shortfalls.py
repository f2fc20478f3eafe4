"""Wishes that a point does not meet: slacks that cost, under the name of the row that they fill."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from matchmaker.planning.arrays import Floats
from matchmaker.planning.program.program import Program
from matchmaker.planning.values.plans import Shortfall


def shortfalls_of(program: Program, x: Floats, codes: Collection[str]) -> tuple[Shortfall, ...]:
    """The slacks above 0 in rows of these codes; a slack that stands in several counts under the first."""
    starts, rows, _ = program.by_column
    found = []
    for column in np.flatnonzero((program.cost < 0) & ~program.integer & (x > 1e-6)).tolist():
        mine = rows[starts[column] : starts[column + 1]]
        row = next((row for row in mine.tolist() if program.family_of(row).code in codes), None)
        if row is not None:
            family, amount = program.family_of(row), float(x[column])
            cost = -float(program.cost[column]) * amount
            found.append(Shortfall(code=family.code, about=family.about(row), amount=amount, cost=cost))
    return tuple(found)
