"""Any duals prove a bound; those of the optimum prove the optimum."""

from __future__ import annotations

import numpy as np
import pytest

from matchmaker.planning.program.certificate import dual_bound
from matchmaker.planning.program.highs import solve_integer, solve_relaxation
from matchmaker.planning.visits.prices import price
from matchmaker.planning.visits.program import visit_program
from tests.planning.instances import EXTRAS, random_problem


@pytest.mark.parametrize("seed", range(12))
def test_no_duals_prove_less_than_the_best_integral_point(seed: int) -> None:
    random = np.random.default_rng(seed)
    program, layout = visit_program(random_problem(seed, experts=4, enterprises=5, rules=EXTRAS if seed % 2 else ()))
    best = solve_integer(program).x
    assert best is not None
    for size in (0.0, 0.1, 1.0):
        duals = random.normal(0.0, size, program.rows)
        assert dual_bound(program, duals) >= program.worth(best) - 1e-9
        assert price(program, layout, duals).bound >= program.worth(best) - 1e-9


@pytest.mark.parametrize("seed", range(12))
def test_the_duals_of_the_relaxation_prove_its_value(seed: int) -> None:
    program, layout = visit_program(random_problem(seed, experts=4, enterprises=5))
    relaxed = solve_relaxation(program)
    assert relaxed.x is not None
    assert dual_bound(program, relaxed.row_duals) == pytest.approx(program.worth(relaxed.x), abs=1e-6)
    assert price(program, layout, relaxed.row_duals).bound <= dual_bound(program, relaxed.row_duals) + 1e-6
