"""The visit problem by other methods: greedy, and the flat model over single visits with HiGHS and with CP-SAT.

They get the same rules from the same program; each gives (visits, proven bound).
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from matchmaker.planning.arrays import Floats
from matchmaker.planning.program.highs import solve_integer
from matchmaker.planning.program.program import Program
from matchmaker.planning.values.plans import Visit
from matchmaker.planning.values.visits import VisitProblem
from matchmaker.planning.visits.decode import settled, visits_of_point
from matchmaker.planning.visits.greedy import greedy_plan
from matchmaker.planning.visits.layout import Layout
from matchmaker.planning.visits.program import visit_program
from matchmaker.planning.visits.start import least_plan

# CP-SAT wants whole numbers: values in millionths
UNIT = 1_000_000

Answer = tuple[tuple[Visit, ...], float]
Method = Callable[[VisitProblem, float], Answer]


def greedily(problem: VisitProblem, seconds: float) -> Answer:
    """The most profitable trip first."""
    program, layout, start = _flat(problem)
    return visits_of_point(layout, settled(program, layout, greedy_plan(program, layout, start))), np.inf


def by_highs(problem: VisitProblem, seconds: float) -> Answer:
    """Branch and cut over single visits."""
    program, layout, start = _flat(problem)
    solved = solve_integer(program, seconds=seconds)
    return visits_of_point(layout, start if solved.x is None else settled(program, layout, solved.x)), solved.bound


def by_cp_sat(problem: VisitProblem, seconds: float) -> Answer:
    """The same model with OR-tools' CP-SAT."""
    program, layout, start = _flat(problem)
    x, bound = _cp_sat(program, seconds)
    return visits_of_point(layout, start if x is None else settled(program, layout, x)), bound


def _flat(problem: VisitProblem) -> tuple[Program, Layout, Floats]:
    program, layout = visit_program(problem)
    start = least_plan(program, layout)
    assert start is not None, "the development campaigns have no locks"
    return program, layout, start


def _cp_sat(program: Program, seconds: float) -> tuple[Floats | None, float]:
    """The best point and the bound that two workers find."""
    from ortools.sat.python import cp_model  # a development dependency, only for this comparison

    model: Any = cp_model.CpModel()
    variables = [
        model.new_int_var(int(low), int(high), "")
        for low, high in zip(program.lower.tolist(), program.upper.tolist(), strict=True)
    ]
    starts = program.row_starts.tolist()
    columns, values = program.column.tolist(), np.round(program.value).astype(int).tolist()
    for row in range(program.rows):
        inside = slice(starts[row], starts[row + 1])
        total = sum(value * variables[column] for column, value in zip(columns[inside], values[inside], strict=True))
        if np.isfinite(program.row_lower[row]):
            model.add(total >= int(program.row_lower[row]))
        if np.isfinite(program.row_upper[row]):
            model.add(total <= int(program.row_upper[row]))
    worth = np.round(program.cost * UNIT).astype(int).tolist()
    model.maximize(sum(value * variable for value, variable in zip(worth, variables, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    x = np.array([solver.value(variable) for variable in variables], dtype=np.float64) if found else None
    return x, solver.best_objective_bound / UNIT


FLAT_METHODS: Mapping[str, Method] = {
    "greedy": greedily,
    "flat model, HiGHS": by_highs,
    **({"flat model, CP-SAT, 2 workers": by_cp_sat} if importlib.util.find_spec("ortools") else {}),
}
