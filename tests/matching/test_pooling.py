"""From passages to candidates, against the plain way."""

import math

import numpy as np
import pytest

from matchmaker.matching.pooling import best_passage, counted, passage_positions, pool_best


def test_a_third_of_the_passages_counts_at_least_one_and_at_most_three():
    assert counted(np.arange(13)).tolist() == [1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 3]


def plain(values, indptr, candidate):
    own = sorted(values[indptr[candidate] : indptr[candidate + 1]], reverse=True)
    if not own:
        return math.nan
    best = own[: min(3, max(1, math.ceil(len(own) / 3)))]
    return sum(best) / len(best)


def test_pool_best_equals_the_plain_way():
    random = np.random.default_rng(0)
    sizes = random.integers(0, 12, 50)
    indptr = np.r_[0, np.cumsum(sizes)].astype(np.int64)
    values = random.normal(size=indptr[-1]).astype(np.float32)
    chosen = random.permutation(50)[:30].astype(np.int64)
    expected = [plain(values.tolist(), indptr.tolist(), c) for c in chosen.tolist()]
    assert pool_best(values, indptr, chosen) == pytest.approx(expected, abs=1e-6, nan_ok=True)
    assert math.isnan(pool_best(values, np.array([0, 0]), np.array([0]))[0])


def test_single_passages_are_taken_as_they_are():
    values = np.array([0.5, -0.25, 0.125], dtype=np.float32)
    assert pool_best(values, np.arange(4), np.array([2, 0])).tolist() == [0.125, 0.5]


def test_passage_positions():
    positions, starts = passage_positions(np.array([0, 2, 2, 5]), np.array([2, 1, 0]))
    assert positions.tolist() == [2, 3, 4, 0, 1]
    assert starts.tolist() == [0, 3, 3, 5]


def test_best_passage():
    values = np.array([1.0, 3.0, 2.0], dtype=np.float32)
    assert best_passage(values, np.array([0, 0, 3]), 1) == (1, 3.0)
    assert best_passage(values, np.array([0, 0, 3]), 0) is None
