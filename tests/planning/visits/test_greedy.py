"""The quick plan that the search starts from: feasible, keeps what it is given, and a profit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matchmaker.planning.checker import check_visits
from matchmaker.planning.values.visits import Lock
from matchmaker.planning.visits.decode import settled, visits_of_point
from matchmaker.planning.visits.greedy import greedy_plan
from matchmaker.planning.visits.program import visit_program
from matchmaker.planning.visits.start import least_plan
from tests.planning.instances import EXTRAS, random_problem, random_visits


@pytest.mark.parametrize("seed", range(20))
def test_is_feasible_with_all_rules_and_keeps_the_locks(seed: int) -> None:
    problem = random_problem(seed, experts=6, enterprises=8, needs=12, dates=4, rules=EXTRAS if seed % 2 else ())
    promised = random_visits(problem, np.random.default_rng(seed))[::3]
    problem = replace(problem, locks=tuple(Lock(v.expert, v.enterprise, v.date) for v in promised))
    program, layout = visit_program(problem)
    start = least_plan(program, layout)
    assert start is not None
    x = settled(program, layout, greedy_plan(program, layout, start))
    verdict = check_visits(problem, visits_of_point(layout, x))
    assert verdict.violations == ()
    assert verdict.value == pytest.approx(program.worth(x), abs=1e-6)


def test_is_a_profit_where_there_is_one() -> None:
    problem = random_problem(3, experts=20, enterprises=20, needs=50, dates=6)
    program, layout = visit_program(problem)
    start = least_plan(program, layout)
    assert start is not None
    x = settled(program, layout, greedy_plan(program, layout, start))
    assert program.worth(x) > program.worth(start) + 20
