"""The optimum of a program whose relaxation is nearly whole: relaxation, then near it, then branch and cut."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matchmaker.planning.arrays import Floats
from matchmaker.planning.program.certificate import dual_bound
from matchmaker.planning.program.highs import Solved, solve_integer, solve_relaxation
from matchmaker.planning.program.part import part_of
from matchmaker.planning.program.program import Program
from matchmaker.planning.watch import Watch

WHOLE = 1e-7
NEAR = 1e-7
NEARBY_WORK = 400


@dataclass(frozen=True)
class Optimum:
    """`x`: integer columns rounded; None if the program is infeasible or nothing was found in time.

    `bound`: proven; -infinity if infeasible. `stopped`: "optimal", "gap", "time", "cancelled" or "infeasible".
    """

    x: Floats | None
    bound: float
    stopped: str

    @property
    def infeasible(self) -> bool:
        return self.stopped == "infeasible"


def optimum(program: Program, *, watch: Watch, stage: str, gap: float = 0.0) -> Optimum:
    """Solve to the relative `gap`. Networks end with the relaxation, whose own duals prove the bound."""
    relaxed = solve_relaxation(program, seconds=watch.remaining())
    if relaxed.infeasible:
        return Optimum(x=None, bound=-float("inf"), stopped="infeasible")
    bound = _bound_by(program, relaxed)
    if relaxed.x is not None and relaxed.status == "kOptimal" and _whole(program, relaxed.x):
        x = _rounded(program, relaxed.x)
        watch.tell(stage, program.worth(x), bound)
        return Optimum(x=x, bound=max(bound, program.worth(x)), stopped="optimal")
    near = None if relaxed.x is None else _nearby(program, relaxed.x, watch=watch, gap=gap)
    watch.tell(stage, None if near is None else program.worth(near), bound)
    if near is not None and bound - program.worth(near) <= max(gap, NEAR) * max(1.0, abs(bound)):
        exact = bound - program.worth(near) <= NEAR * max(1.0, abs(bound))
        return Optimum(x=near, bound=max(bound, program.worth(near)), stopped="optimal" if exact else "gap")
    return _branch(program, bound, near, watch=watch, stage=stage, gap=gap)


def _nearby(program: Program, x: Floats, *, watch: Watch, gap: float) -> Floats | None:
    """The best point that has everything which the relaxation has whole and not at 0; None without any.

    A neighbourhood of the relaxation (RENS, Berthold 2014) that leaves what is at 0 free: where the relaxation is
    nearly whole it is small, and mostly as good as anything.
    """
    held = program.integer & (x > WHOLE) & (np.abs(x - np.round(x)) <= WHOLE)
    base = np.where(held, np.round(x), 0.0)
    part = part_of(program, ~held, base)
    solved = solve_integer(part.program, gap=gap, work=NEARBY_WORK, seconds=watch.remaining(), stop=watch.cancelled)
    return None if solved.x is None else _rounded(program, part.spread(solved.x, base))


def relaxed_bound(program: Program, watch: Watch) -> float:
    """What the relaxation proves in the time that is left: no point of the program is worth more."""
    return _bound_by(program, solve_relaxation(program, seconds=watch.remaining()))


def _bound_by(program: Program, relaxed: Solved) -> float:
    """The bound by the duals; by the box alone when the solver ended before it had any."""
    known = len(relaxed.row_duals) == program.rows
    return dual_bound(program, relaxed.row_duals if known else np.zeros(program.rows))


def _branch(program: Program, bound: float, near: Floats | None, *, watch: Watch, stage: str, gap: float) -> Optimum:
    least = -np.inf if near is None else program.worth(near)
    solved = solve_integer(
        program,
        gap=gap,
        seconds=watch.remaining(),
        stop=watch.cancelled,
        improved=lambda value, proven: watch.tell(stage, max(value, least), min(bound, proven)),
    )
    if solved.infeasible:
        return Optimum(x=None, bound=-float("inf"), stopped="infeasible")
    bound = min(bound, solved.bound) if np.isfinite(solved.bound) else bound
    x = near if solved.x is None else _rounded(program, solved.x)
    if x is not None and near is not None and program.worth(near) > program.worth(x):
        x = near
    if x is not None:
        bound = max(bound, program.worth(x))
    return Optimum(x=x, bound=bound, stopped=_reason(program, x, bound, solved, watch))


def _reason(program: Program, x: Floats | None, bound: float, solved: Solved, watch: Watch) -> str:
    if x is not None and bound - program.worth(x) <= NEAR * max(1.0, abs(bound)):
        return "optimal"
    if solved.status == "kOptimal":
        return "gap"
    return "cancelled" if watch.cancelled() else "time"


def _whole(program: Program, x: Floats) -> bool:
    integer = x[program.integer]
    return bool((np.abs(integer - np.round(integer)) <= WHOLE).all())


def _rounded(program: Program, x: Floats) -> Floats:
    return np.where(program.integer, np.round(x), x)
