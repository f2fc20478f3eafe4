"""Intervals by resampling queries."""

import math

import numpy as np

from matchmaker.evaluation.bootstrap import interval

VALUES = np.random.default_rng(3).normal(10.0, 2.0, 400)


def mean_of(drawn):
    return float(VALUES[drawn].mean())


def test_interval_of_a_mean_is_that_of_theory():
    low, high = interval(mean_of, len(VALUES))
    width = 1.96 * VALUES.std() / math.sqrt(len(VALUES))
    assert abs(low - (VALUES.mean() - width)) < 0.04
    assert abs(high - (VALUES.mean() + width)) < 0.04


def test_the_same_seed_gives_the_same_interval():
    assert interval(mean_of, 400, seed=5) == interval(mean_of, 400, seed=5)
    assert interval(mean_of, 400, seed=5) != interval(mean_of, 400, seed=6)


def test_nothing_to_resample():
    assert all(math.isnan(end) for end in interval(mean_of, 1))


def test_draws_that_do_not_apply_are_left_out_until_they_are_most():
    def sometimes(drawn):
        return float("nan") if drawn[0] < 100 else 1.0

    def mostly_not(drawn):
        return float("nan") if drawn[0] < 300 else 1.0

    assert interval(sometimes, 400) == (1.0, 1.0)
    assert all(math.isnan(end) for end in interval(mostly_not, 400))
