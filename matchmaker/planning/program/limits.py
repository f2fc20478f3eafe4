"""Which rows of a program stand in the way of more: the limits that bind, by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from matchmaker.planning.arrays import Flags, Floats
from matchmaker.planning.program.program import INFINITE, Program

TOLERANCE = 1e-6


def limits_against(program: Program, x: Floats, columns: Iterable[int]) -> list[tuple[str, dict[str, Any]]]:
    """(code, what it is about and the limit) of each row that x keeps and would break with these columns at 1."""
    more = x.copy()
    more[list(columns)] = 1.0
    return [program.limit(row) for row in np.flatnonzero(_broken(program, more) & ~_broken(program, x)).tolist()]


def _broken(program: Program, x: Floats) -> Flags:
    activity = program.activity(x)
    return (activity > program.row_upper + TOLERANCE) | (activity < program.row_lower - TOLERANCE)


def without_rows(program: Program, codes: Iterable[str]) -> Program:
    """The program whose rows of these codes limit nothing."""
    lifted = frozenset(codes)
    lower, upper = program.row_lower.copy(), program.row_upper.copy()
    for family in program.families:
        if family.code in lifted:
            lower[family.first : family.last], upper[family.first : family.last] = -INFINITE, INFINITE
    return replace(program, row_lower=lower, row_upper=upper)
