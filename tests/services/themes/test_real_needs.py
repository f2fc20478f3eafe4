"""Themes among the real needs: what stands twice comes together, and the bound keeps what was read."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from matchmaker.services.themes.grouping import group_alike
from matchmaker.services.themes.theme import LEAST_ALIKE
from tests.services.real_needs import Directions, read_needs


@pytest.mark.slow
@pytest.mark.model
def test_the_bound_on_real_needs(shared_data: Path, real_directions: Directions) -> None:
    """40 themes of 90 needs; needs of one title share one. At 0.45 there are six more; read, they share little."""
    titles = [need["title"] for need in read_needs(shared_data)]
    themes = [group for group in group_alike(real_directions, least=LEAST_ALIKE) if len(group) > 1]
    assert (len(themes), sum(len(theme) for theme in themes)) == (40, 90)
    theme_of = {place: number for number, theme in enumerate(themes) for place in theme}
    twice = [pair for pair in itertools.combinations(range(len(titles)), 2) if len({titles[one] for one in pair}) == 1]
    assert len(twice) == 10
    assert [titles[one] for one, other in twice if theme_of.get(one, -1) != theme_of.get(other, -2)] == []
    for theme in themes:
        alike = real_directions[theme] @ real_directions[theme].T
        assert float(alike[np.triu_indices(len(theme), 1)].mean()) >= LEAST_ALIKE
    looser = [group for group in group_alike(real_directions, least=0.45) if len(group) > 1]
    kept = {place for theme in themes for place in theme}
    assert sum(not kept & set(group) for group in looser) == 6
