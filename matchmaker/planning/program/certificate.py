"""A bound that is proven whatever the solver did: Lagrangian duality with box constraints.

For any row duals d of the right sign, max cost·x <= sum d·(the bound of each row) + sum max over the box of
(cost - A^T d)·x. At the optimum of the relaxation it equals the optimum; before, it is weaker but never wrong.
"""

from __future__ import annotations

import numpy as np

from matchmaker.planning.arrays import Floats, total_per
from matchmaker.planning.program.program import Program


def proper_duals(program: Program, duals: Floats) -> Floats:
    """The duals with those of the wrong sign set to 0: a row without upper limit has none above 0, and so on."""
    wrong = ((duals > 0) & ~np.isfinite(program.row_upper)) | ((duals < 0) & ~np.isfinite(program.row_lower))
    return np.where(wrong, 0.0, duals)


def reduced_costs(program: Program, duals: Floats) -> Floats:
    """cost - A^T duals."""
    return program.cost - total_per(program.column, program.value * duals[program.row], program.columns)


def rows_term(program: Program, duals: Floats) -> float:
    """sum over rows of dual times the bound it prices; duals must be proper."""
    bound = np.where(duals > 0, program.row_upper, program.row_lower)
    used = duals != 0
    return float(duals[used] @ bound[used])


def box_term(program: Program, reduced: Floats) -> float:
    """sum over columns of the best that the box allows."""
    return float(np.maximum(reduced * program.lower, reduced * program.upper).sum())


def dual_bound(program: Program, duals: Floats) -> float:
    """The proven upper bound on the program's value that these duals give."""
    clean = proper_duals(program, duals)
    return rows_term(program, clean) + box_term(program, reduced_costs(program, clean))
