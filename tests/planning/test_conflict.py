"""Irreducible conflicts: infeasible, and no proper part is."""

from __future__ import annotations

import numpy as np
import pytest

from matchmaker.planning.conflict import irreducible


@pytest.mark.parametrize("seed", range(30))
def test_names_a_set_that_is_infeasible_and_of_which_every_part_is_feasible(seed: int) -> None:
    random = np.random.default_rng(seed)
    conflicts = [
        frozenset(random.choice(20, size=int(random.integers(1, 5)), replace=False).tolist()) for _ in range(3)
    ]

    def feasible(some: tuple[int, ...]) -> bool:
        return not any(conflict <= set(some) for conflict in conflicts)

    named = irreducible(tuple(range(20)), feasible)
    assert frozenset(named) in conflicts
    assert all(feasible(tuple(one for one in named if one != left)) for left in named)


def test_asks_few_questions_for_a_small_conflict_among_many() -> None:
    asked = []

    def feasible(some: tuple[int, ...]) -> bool:
        asked.append(some)
        return not {17, 900} <= set(some)

    assert irreducible(tuple(range(1000)), feasible) == (17, 900)
    assert len(asked) < 60
