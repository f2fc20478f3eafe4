"""HiGHS is quiet, can be interrupted by work or by a hook, and gives the same for the same work."""

from __future__ import annotations

import subprocess
import sys

import numpy as np

from matchmaker.planning.program.assembly import Assembly
from matchmaker.planning.program.highs import solve_integer, solve_relaxation
from matchmaker.planning.program.program import Program
from matchmaker.planning.visits.program import visit_program
from tests.planning.instances import random_problem

FIRST_USE = "from matchmaker.planning.program.highs import quiet_highs; quiet_highs(); print('result')"


def hard() -> Program:
    problem = random_problem(5, experts=25, enterprises=30, needs=70, dates=6, districts=3, density=0.4)
    return visit_program(problem)[0]


def test_the_first_use_in_a_process_writes_nothing_of_its_own() -> None:
    done = subprocess.run([sys.executable, "-c", FIRST_USE], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("result\n", "")


def test_the_same_work_gives_the_same_point() -> None:
    points = [solve_integer(hard(), work=5) for _ in range(2)]
    assert points[0].status == points[1].status == "kInterrupt"
    first, second = points[0].x, points[1].x
    assert first is not None
    assert second is not None
    assert np.array_equal(first, second)
    assert points[0].bound == points[1].bound


def test_a_hook_ends_the_search_and_keeps_what_was_found() -> None:
    heard = []
    solved = solve_integer(hard(), stop=lambda: bool(heard), improved=lambda value, bound: heard.append(value))
    assert solved.status == "kInterrupt"
    assert solved.x is not None
    assert hard().worth(solved.x) >= heard[0] - 1e-6


def test_no_bound_is_below_the_point_that_was_found() -> None:
    solved = solve_integer(hard(), work=5)
    relaxed = solve_relaxation(hard())
    assert solved.x is not None
    assert hard().worth(solved.x) <= solved.bound + 1e-6 <= relaxed.bound + 1e-5


def test_a_program_without_columns_is_feasible_or_not_by_its_rows() -> None:
    empty = Assembly()
    empty.add_rows("limit", count=1, entries=(), upper=1.0)
    assert solve_integer(empty.build()).status == solve_relaxation(empty.build()).status == "kOptimal"
    empty.add_rows("wanted", count=1, entries=(), lower=1.0)
    assert solve_integer(empty.build()).infeasible
    assert solve_relaxation(empty.build()).infeasible
