"""Lexical sums against counting by hand."""

import math

import numpy as np
import pytest

from matchmaker.matching.rarity import BACKGROUND_PASSAGES, UNKNOWN_SHARE, share_of_passages, usual_size
from matchmaker.matching.terms import TermTable

# passages: {0, 1}, {}, {1, 2}
ROWS = np.array([0, 2, 2, 4])
TERMS = np.array([0, 1, 1, 2], dtype=np.int32)
SHARE = np.array([0.01, 0.2, 0.05, 0.5], dtype=np.float32)


@pytest.fixture(scope="module")
def table():
    return TermTable.of(ROWS, TERMS, SHARE, usual_size=4.0)


def test_terms_of_most_passages_tell_nothing(table):
    assert table.telling(np.array([0, 1, 3], dtype=np.int32)).tolist() == [0, 1]


def test_shared_mass_counts_each_term_once(table):
    shared = table.shared_mass(np.array([0, 1], dtype=np.int32))
    assert shared == pytest.approx([-math.log(0.01) - math.log(0.2), 0.0, -math.log(0.2)], rel=1e-5)


def test_mass_and_size(table):
    assert table.mass == pytest.approx([-math.log(0.01 * 0.2), 0.0, -math.log(0.2 * 0.05)], rel=1e-5)
    assert table.size.tolist() == [0.5, 0.0, 0.5]


def test_no_terms_and_terms_of_no_passage(table):
    assert table.shared_mass(np.zeros(0, dtype=np.int32)).tolist() == [0.0, 0.0, 0.0]
    assert table.shared_mass(np.array([3], dtype=np.int32)).tolist() == [0.0, 0.0, 0.0]


def test_chance_is_what_independent_terms_give(table):
    terms = np.array([0, 1, 2], dtype=np.int32)
    random = np.random.default_rng(0)
    held = random.random((200_000, 3)) < SHARE[:3]
    mass = (held * -np.log(SHARE[:3])).sum(axis=1)
    mean, variance = table.chance(terms)
    assert mean == pytest.approx(mass.mean(), rel=0.01)
    # The variance is that of rare terms: an upper bound, close for shares well below one.
    assert mass.var() < variance < 1.3 * mass.var()


def test_share_is_drawn_to_the_background():
    background = np.array([0.1, 0.1, np.nan], dtype=np.float32)
    small = share_of_passages(np.array([0, 40, 1], dtype=np.int32), 40, background)
    large = share_of_passages(np.array([0, 40_000, 1000], dtype=np.int32), 40_000, background)
    total = 40 + BACKGROUND_PASSAGES
    assert small == pytest.approx([100 / total, 140 / total, (1 + 1000 * UNKNOWN_SHARE) / total], rel=1e-5)
    assert large[1] == pytest.approx(0.978, abs=0.001)
    assert large[2] == pytest.approx(0.0244, abs=0.001)


def test_usual_size():
    assert usual_size(np.array([10, 30]), 8.0) == pytest.approx(
        (8.0 * BACKGROUND_PASSAGES + 40) / (BACKGROUND_PASSAGES + 2)
    )
