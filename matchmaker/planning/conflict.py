"""Irreducible conflicts: of demands that cannot all be met, a set of which every proper part can."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Demand = TypeVar("Demand")


def irreducible(demands: Sequence[Demand], feasible: Callable[[tuple[Demand, ...]], bool]) -> tuple[Demand, ...]:
    """The subset that the deletion filter leaves of demands that are infeasible together.

    `feasible` must be monotone: whoever can meet a set can meet each part of it. Large blocks are tried first, so a
    small conflict among n demands takes some log n questions per member (Chinneck 2008, chapter 6).
    """
    kept = tuple(demands)
    size = len(kept)
    while size > 1:
        size = (size + 1) // 2
        kept = _without_blocks(kept, size, feasible)
    return kept


def _without_blocks(
    demands: tuple[Demand, ...], size: int, feasible: Callable[[tuple[Demand, ...]], bool]
) -> tuple[Demand, ...]:
    """Drop every block of `size` without which the rest is still infeasible."""
    begin = 0
    while begin < len(demands):
        rest = demands[:begin] + demands[begin + size :]
        if feasible(rest):
            begin += size
        else:
            demands = rest
    return demands
