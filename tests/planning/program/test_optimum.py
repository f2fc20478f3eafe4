"""The optimum by relaxation, its neighbourhood and branching: what branch and cut alone finds, with a bound."""

from __future__ import annotations

import numpy as np
import pytest

from matchmaker.planning.program.assembly import Assembly
from matchmaker.planning.program.highs import solve_integer
from matchmaker.planning.program.optimum import optimum, relaxed_bound
from matchmaker.planning.program.program import Program
from matchmaker.planning.watch import Progress, Watch


def packing(seed: int, columns: int = 30, rows: int = 12) -> Program:
    """Columns of random value and weights, rows that hold only some of them: relaxations that are not whole."""
    random = np.random.default_rng(seed)
    assembly = Assembly()
    assembly.add_columns(columns, cost=random.uniform(0.1, 1.0, columns), integer=True)
    row, column = np.nonzero(random.random((rows, columns)) < 0.4)
    assembly.add_rows(
        "room",
        count=rows,
        entries=((row, column, random.integers(1, 6, len(row)).astype(np.float64)),),
        upper=random.integers(6, 14, rows).astype(np.float64),
    )
    return assembly.build()


@pytest.mark.parametrize("seed", range(12))
def test_finds_what_branch_and_cut_finds(seed: int) -> None:
    program = packing(seed)
    exact = solve_integer(program).bound
    found = optimum(program, watch=Watch(), stage="test")
    assert found.x is not None
    assert found.stopped == "optimal"
    assert program.satisfied(found.x)
    assert program.worth(found.x) == pytest.approx(exact, abs=1e-6)
    assert found.bound == pytest.approx(exact, abs=1e-6)
    assert relaxed_bound(program, Watch()) >= exact - 1e-9


@pytest.mark.parametrize("seed", range(12))
def test_stops_within_the_gap_and_tells_a_value_that_never_falls(seed: int) -> None:
    program = packing(seed)
    heard: list[Progress] = []
    found = optimum(program, watch=Watch(report=heard.append), stage="test", gap=0.05)
    assert found.x is not None
    assert found.bound - program.worth(found.x) <= 0.05 * max(1.0, abs(found.bound)) + 1e-9
    assert found.bound >= solve_integer(program).bound - 1e-6
    values = [progress.value for progress in heard if progress.value is not None]
    assert values == sorted(values)


def test_nothing_feasible_is_said() -> None:
    assembly = Assembly()
    columns = assembly.add_columns(2, integer=True)
    assembly.add_rows("both", count=1, entries=((np.zeros(2, dtype=np.int64), columns, 1.0),), lower=3.0)
    found = optimum(assembly.build(), watch=Watch(), stage="test")
    assert (found.x, found.infeasible) == (None, True)
