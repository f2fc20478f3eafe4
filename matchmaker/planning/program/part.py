"""A part of a program: some columns free, the others held at what they are."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matchmaker.planning.arrays import Flags, Floats, Ints
from matchmaker.planning.program.program import Program

TOLERANCE = 1e-6


@dataclass(frozen=True)
class Part:
    """`program` over the free columns; `columns` and `rows` are their indexes in the whole."""

    program: Program
    columns: Ints
    rows: Ints

    def spread(self, x: Floats, base: Floats) -> Floats:
        """`base` of the whole with the part's columns replaced by x."""
        whole = base.copy()
        whole[self.columns] = x
        return whole


def part_of(program: Program, free: Flags, base: Floats | None = None) -> Part:
    """The program over the columns `free`, the others held at `base` (None: at 0).

    Rows without free columns go, unless what is held breaks them: then the part is as infeasible as it should be.
    """
    inside = free[program.column]
    activity = program.activity(np.where(free, 0.0, np.zeros(program.columns) if base is None else base))
    broken = (activity < program.row_lower - TOLERANCE) | (activity > program.row_upper + TOLERANCE)
    needed = broken
    needed[program.row[inside]] = True
    rows = np.flatnonzero(needed)
    columns = np.flatnonzero(free)
    new_row = np.zeros(program.rows, dtype=np.int64)
    new_row[rows] = np.arange(len(rows))
    new_column = np.cumsum(free) - 1
    held = activity[rows]
    small = replace(
        program,
        cost=program.cost[columns],
        lower=program.lower[columns],
        upper=program.upper[columns],
        integer=program.integer[columns],
        row=new_row[program.row[inside]],
        column=new_column[program.column[inside]],
        value=program.value[inside],
        row_lower=program.row_lower[rows] - held,
        row_upper=program.row_upper[rows] - held,
        families=(),
    )
    return Part(program=small, columns=columns, rows=rows)
