"""HiGHS at work on a program: relaxations and integer solves, quiet, interruptible, one thread each."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np

from matchmaker.planning.arrays import Flags, Floats
from matchmaker.planning.errors import SolverFailed
from matchmaker.planning.program.program import Program
from matchmaker.planning.watch import Watch, never

_first_instance = threading.Lock()
_greeted = False


def quiet_highs() -> Any:
    """A HiGHS instance that writes nothing.

    The first instance of a process greets on file descriptor 1, whatever its options say; standard output belongs
    to the result, so that descriptor leads nowhere for the moment.
    """
    import highspy  # 4 MB, only in processes that solve

    global _greeted  # noqa: PLW0603  # once per process, like the greeting itself
    with _first_instance:
        if not _greeted:
            _greeted = True
            kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
            try:
                os.dup2(nowhere, 1)
                highspy.Highs()
            finally:
                os.dup2(kept, 1)
                os.close(kept)
                os.close(nowhere)
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    return highs


@dataclass(frozen=True)
class Solved:
    """What came out: `x` is None when no feasible point was found; `bound` is the solver's own."""

    status: str
    x: Floats | None
    bound: float
    row_duals: Floats
    iterations: int
    nodes: int

    @property
    def infeasible(self) -> bool:
        return self.status in ("kInfeasible", "kUnboundedOrInfeasible")


def as_highs_lp(program: Program, *, integer: bool) -> Any:
    """The program in HiGHS' own form."""
    import highspy  # as above

    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = program.columns, program.rows
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = program.cost, program.lower, program.upper
    lp.row_lower_, lp.row_upper_ = program.row_lower, program.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = program.row_starts.astype(np.int32)
    lp.a_matrix_.index_ = program.column.astype(np.int32)
    lp.a_matrix_.value_ = program.value
    if integer:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[whole] for whole in program.integer.tolist()]
    return lp


def _without_columns(program: Program) -> Solved:
    """HiGHS says nothing about a program without columns: its only point is feasible or not."""
    feasible = bool((program.row_lower <= 0).all() and (program.row_upper >= 0).all())
    return Solved(
        status="kOptimal" if feasible else "kInfeasible",
        x=np.zeros(0) if feasible else None,
        bound=0.0 if feasible else -np.inf,
        row_duals=np.zeros(program.rows),
        iterations=0,
        nodes=0,
    )


def solve_relaxation(
    program: Program, *, method: str = "simplex", tolerance: float | None = None, seconds: float = float("inf")
) -> Solved:
    """The relaxation without integrality. `method` "simplex" is exact; "pdlp" stops at the relative `tolerance`.

    Stopped by `seconds`, the duals are what they were then: they prove a bound, if a weaker one.
    """
    if program.columns == 0:
        return _without_columns(program)
    highs = quiet_highs()
    highs.setOptionValue("solver", method)
    if tolerance is not None:
        highs.setOptionValue("pdlp_optimality_tolerance", tolerance)
        highs.setOptionValue("kkt_tolerance", tolerance)
    _limit_time(highs, seconds)
    highs.setOptionValue("presolve", "off" if method == "simplex" else "choose")
    highs.passModel(as_highs_lp(program, integer=False))
    highs.run()
    return _outcome(highs, bound=highs.getObjectiveValue())


def solve_integer(
    program: Program,
    *,
    gap: float = 0.0,
    seconds: float = float("inf"),
    work: int | None = None,
    stop: Callable[[], bool] = never,
    improved: Callable[[float, float], None] | None = None,
) -> Solved:
    """Branch and cut until `gap`, `seconds`, `work` or `stop` ends it; `improved` gets (value, bound) of better points.

    `work` counts the solver's own looks at its limits: the same number on every machine, some 40 a second on a
    program of a thousand columns. No starting point is handed over: HiGHS 1.16 can map it wrongly into its presolved
    space, take it for better than it is, and then cut off what is really better.
    """
    if program.columns == 0:
        return _without_columns(program)
    highs = quiet_highs()
    highs.setOptionValue("mip_rel_gap", gap)
    highs.setOptionValue("mip_abs_gap", 1e-7)
    _limit_time(highs, seconds)
    highs.passModel(as_highs_lp(program, integer=True))
    if work is not None or stop is not never:
        _interrupt_when(highs, work, stop)
    if improved is not None:
        highs.cbMipImprovingSolution += lambda event: improved(
            event.data_out.objective_function_value, event.data_out.mip_dual_bound
        )
    highs.run()
    return _outcome(highs, bound=highs.getInfo().mip_dual_bound)


def _limit_time(highs: Any, seconds: float) -> None:
    if np.isfinite(seconds):
        highs.setOptionValue("time_limit", max(seconds, 0.0))


def _interrupt_when(highs: Any, work: int | None, stop: Callable[[], bool]) -> None:
    looks = count()

    def ask(event: Any) -> None:
        if stop() or (work is not None and next(looks) >= work):
            event.interrupt()

    highs.cbMipInterrupt += ask


def _outcome(highs: Any, *, bound: float) -> Solved:
    """Raises SolverFailed when HiGHS itself gave up."""
    info = highs.getInfo()
    status = highs.getModelStatus().name
    if status == "kSolveError":
        raise SolverFailed(status=status, step="solve")
    solution = highs.getSolution()
    import highspy  # as above

    found = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    values = np.array(solution.col_value)
    return Solved(
        status=status,
        x=values if found else None,
        bound=bound,
        row_duals=np.array(solution.row_dual),
        iterations=int(info.simplex_iteration_count),
        nodes=int(info.mip_node_count),
    )


class Relaxation:
    """A relaxation that is solved again and again while bounds are tightened; HiGHS starts from the last basis."""

    def __init__(self, program: Program) -> None:
        self._highs = quiet_highs()
        self._highs.setOptionValue("presolve", "off")
        self._highs.passModel(as_highs_lp(program, integer=False))
        self._watch: Watch | None = None
        self._highs.cbSimplexInterrupt += self._ask

    def _ask(self, event: Any) -> None:
        if self._watch is not None and self._watch.cancelled():
            event.interrupt()

    def hold(self, columns: Flags, at: Floats) -> None:
        """Fix the columns at the given values."""
        index = np.flatnonzero(columns).astype(np.int32)
        self._highs.changeColsBounds(len(index), index, at[columns], at[columns])

    def solve(self, watch: Watch) -> Solved:
        """Solve as the bounds are now; without a point when the watch is over first."""
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + max(watch.remaining(), 0.0))
        self._watch = watch
        self._highs.run()
        return _outcome(self._highs, bound=self._highs.getObjectiveValue())


def require_solved(solved: Solved, step: str) -> Floats:
    """The point found, or SolverFailed naming the step."""
    if solved.x is None:
        raise SolverFailed(status=solved.status, step=step)
    return solved.x
