"""A first good plan: fix the trips that the relaxation is surest of, solve again, until nothing is fractional.

The pure diving of Joncour et al. 2010, several columns a round and none that breaks a limit with those fixed before.
"""

from __future__ import annotations

import numpy as np

from matchmaker.planning.arrays import Flags, Floats, Ints
from matchmaker.planning.program.highs import Relaxation
from matchmaker.planning.program.program import Program
from matchmaker.planning.visits.master import Master
from matchmaker.planning.watch import Watch

STEP = 0.04
WHOLE = 1e-6


def dive(master: Master, x: Floats, *, watch: Watch) -> Floats | None:
    """An integral point of the master near the fractional x, or None if the dive ends in a contradiction.

    `x` must be feasible. Each round fixes all trips at 1 and the surest STEP of the fractional ones.
    """
    program = master.program
    trips = program.integer
    relaxation = Relaxation(program)
    held = np.zeros(program.columns, dtype=bool)
    taken = np.zeros(program.rows)
    while not watch.over():
        fractional = trips & (x > WHOLE) & (x < 1 - WHOLE)
        if not fractional.any():
            return np.where(trips, np.round(x), x)
        surest = _surest(program, x, trips & ~held, fractional, taken)
        if len(surest) == 0:
            return None
        held[surest] = True
        fixed = np.zeros(program.columns, dtype=bool)
        fixed[surest] = True
        relaxation.hold(fixed, np.ones(program.columns))
        solved = relaxation.solve(watch)
        if solved.x is None:
            return None
        x = solved.x
    return None


def _surest(program: Program, x: Floats, open_trips: Flags, fractional: Flags, taken: Floats) -> Ints:
    """Trips to fix now, such that no row of limits is exceeded; `taken` (what is fixed already) grows by them."""
    starts, rows, values = program.by_column
    room = max(1, int(STEP * fractional.sum()))
    chosen: list[int] = []
    for trip in np.flatnonzero(open_trips & (x > WHOLE))[
        np.argsort(-x[open_trips & (x > WHOLE)], kind="stable")
    ].tolist():
        if fractional[trip]:
            if room == 0 or (x[trip] < 0.5 and chosen):
                break
            room -= 1
        mine = slice(starts[trip], starts[trip + 1])
        packing = program.row_upper[rows[mine]] > 0
        if (taken[rows[mine]] + values[mine] > program.row_upper[rows[mine]] + WHOLE)[packing].any():
            continue
        taken[rows[mine]] += values[mine]
        chosen.append(trip)
    return np.array(chosen, dtype=np.int64)
