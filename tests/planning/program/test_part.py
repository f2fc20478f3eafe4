"""A part of a program: what is held counts, and what it breaks makes the part infeasible."""

from __future__ import annotations

import numpy as np
import pytest

from matchmaker.planning.arrays import ints
from matchmaker.planning.program.assembly import Assembly
from matchmaker.planning.program.highs import solve_integer
from matchmaker.planning.program.part import part_of
from matchmaker.planning.program.program import Program, with_row


def knapsack() -> Program:
    """max 3a + 2b + 2c, a + b + c <= 2, c <= 1 (its own row), all 0 or 1."""
    assembly = Assembly()
    columns = assembly.add_columns(3, cost=np.array([3.0, 2.0, 2.0]), integer=True)
    assembly.add_rows("all", count=1, entries=((np.zeros(3, dtype=np.int64), columns, 1.0),), upper=2.0)
    assembly.add_rows("last", count=1, entries=((ints((0,)), columns[2:], 1.0),), upper=1.0)
    return assembly.build()


def test_what_is_held_uses_its_share_of_the_rows() -> None:
    program = knapsack()
    base = np.array([0.0, 1.0, 0.0])
    part = part_of(program, np.array([True, False, True]), base)
    solved = solve_integer(part.program)
    assert solved.x is not None
    assert part.spread(solved.x, base).tolist() == [1.0, 1.0, 0.0]
    assert part.program.columns == 2


def test_a_row_without_free_columns_that_is_broken_makes_the_part_infeasible() -> None:
    program = with_row(knapsack(), ints((2,)), lower=1.0)
    part = part_of(program, np.array([True, True, False]))
    assert solve_integer(part.program).infeasible


def test_a_row_without_free_columns_that_is_kept_goes() -> None:
    part = part_of(knapsack(), np.array([True, False, False]))
    assert part.program.rows == 1


def test_entries_of_one_place_add_up() -> None:
    assembly = Assembly()
    columns = assembly.add_columns(1)
    twice = ints((0, 0))
    assembly.add_rows("twice", count=1, entries=((twice, columns[twice], 1.0),), upper=1.0)
    assert assembly.build().value.tolist() == [2.0]


def test_a_row_knows_its_name_and_limit() -> None:
    assembly = Assembly()
    columns = assembly.add_columns(2)
    rows = ints((0, 1))
    assembly.add_rows(
        "hosting",
        count=2,
        entries=((rows, columns, 1.0),),
        upper=np.array([3.0, 4.0]),
        names=("enterprise",),
        keys=rows,
    )
    assert assembly.build().limit(1) == ("hosting", {"enterprise": 1, "limit": 4.0})
    with pytest.raises(KeyError):
        assembly.build().family("unknown")
