"""Figures against values worked out by hand."""

import math

import numpy as np
import pytest

from matchmaker.evaluation import metrics


def floats(*values):
    return np.array(values, dtype=np.float64)


def bools(*values):
    return np.array(values, dtype=bool)


def test_gains_of_the_four_levels_and_of_odd_ones():
    assert metrics.gains(floats(1, 2, 3, 4, 0, -2)).tolist() == [0, 1, 3, 7, 0, 0]


def test_ndcg_of_a_perfect_order_is_one():
    assert metrics.ndcg(floats(4, 3, 2, 1), floats(1, 2, 3, 4)) == 1.0


def test_ndcg_by_hand():
    got = 1.0 + 7.0 / math.log2(3)
    best = 7.0 + 1.0 / math.log2(3)
    assert metrics.ndcg(floats(2, 4), floats(4, 2)) == pytest.approx(got / best)


def test_ndcg_counts_only_the_first_k_and_takes_unjudged_as_nothing():
    ranked = floats(math.nan, 4, 4)
    assert metrics.ndcg(ranked, floats(4, 4), k=2) == pytest.approx((7 / math.log2(3)) / (7 + 7 / math.log2(3)))


def test_ndcg_without_any_gain_does_not_apply():
    assert math.isnan(metrics.ndcg(floats(1, 1), floats(1, 1)))


@pytest.mark.parametrize(
    ("relevant", "k", "expected"),
    [((0, 0, 1, 1), None, 1 / 3), ((1, 0), None, 1.0), ((0, 0), None, 0.0), ((0, 0, 1), 2, 0.0)],
)
def test_reciprocal_rank(relevant, k, expected):
    assert metrics.reciprocal_rank(bools(*relevant), k) == pytest.approx(expected)


def test_precision_counts_missing_places_as_misses():
    assert metrics.precision_at(bools(1, 1, 0), 5) == pytest.approx(0.4)


def test_recall():
    assert metrics.recall_at(bools(0, 1, 1), 4, 2) == 0.25
    assert math.isnan(metrics.recall_at(bools(0), 0, 10))


def test_ranks_share_ties():
    assert metrics.ranks(floats(5, 1, 5, 3)).tolist() == [3.5, 1.0, 3.5, 2.0]


def test_auc_against_all_pairs():
    random = np.random.default_rng(1)
    scores, positive = np.round(random.random(60), 1), random.random(60) < 0.3
    hits, misses = scores[positive], scores[~positive]
    wins = (hits[:, None] > misses).sum() + 0.5 * (hits[:, None] == misses).sum()
    assert metrics.auc(scores, positive) == pytest.approx(wins / (len(hits) * len(misses)))


def test_auc_of_one_class_does_not_apply():
    assert math.isnan(metrics.auc(floats(1, 2), bools(1, 1)))


def test_spearman_of_reversed_order_and_of_a_constant():
    assert metrics.spearman(floats(1, 2, 3), floats(9, 4, 1)) == pytest.approx(-1.0)
    assert math.isnan(metrics.spearman(floats(1, 2, 3), floats(2, 2, 2)))
    assert math.isnan(metrics.spearman(floats(1), floats(2)))


def test_calibration_error_of_two_bins_by_hand():
    said, seen = floats(0.1, 0.3, 0.6, 0.8), bools(0, 1, 1, 1)
    # bins (0.1, 0.3) and (0.6, 0.8): |0.2 - 0.5| and |0.7 - 1.0|
    assert metrics.calibration_error(said, seen, bins=2) == pytest.approx(0.3)


def test_calibration_bins_have_equal_counts():
    bins = metrics.calibration_bins(np.linspace(0, 1, 25), np.zeros(25, dtype=bool), 10)
    assert sorted(count for _, _, count in bins) == [2, 2, 2, 2, 2, 3, 3, 3, 3, 3]


def test_brier_skill():
    seen = bools(1, 0, 0, 0)
    assert metrics.brier_skill(floats(0.25, 0.25, 0.25, 0.25), seen) == pytest.approx(0.0)
    assert metrics.brier_skill(floats(1, 0, 0, 0), seen) == pytest.approx(1.0)
    assert math.isnan(metrics.brier_skill(floats(0.5, 0.5), bools(0, 0)))
