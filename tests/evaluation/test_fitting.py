"""The fit finds what made the data, and keeps its promises."""

import numpy as np
import pytest

from matchmaker.evaluation.fitting import fit_field, fit_levels, fit_scale

TRUE = np.array([1.2, 0.6, 0.0])


@pytest.fixture(scope="module")
def data():
    random = np.random.default_rng(0)
    features = random.normal(size=(20000, 3))
    odds = features @ TRUE + random.logistic(size=20000)
    return features, 1.0 + (odds > -1.0) + (odds > 1.5) + (odds > 3.0)


def test_recovers_weights_and_the_middle_threshold(data):
    features, levels = data
    fit = fit_levels(features, levels, ridge=1e-3, rising=np.zeros(3, dtype=bool))
    assert fit.weights == pytest.approx(TRUE, abs=0.06)
    assert fit.intercept == pytest.approx(-1.5, abs=0.06)


def test_the_penalty_shrinks(data):
    features, levels = data
    loose = fit_levels(features, levels, ridge=1.0, rising=np.zeros(3, dtype=bool))
    tight = fit_levels(features, levels, ridge=1e5, rising=np.zeros(3, dtype=bool))
    assert 0 < np.abs(tight.weights).sum() < 0.2 * np.abs(loose.weights).sum()


def test_rising_features_never_get_a_negative_weight(data):
    features, levels = data
    turned = features * np.array([1.0, -1.0, 1.0])
    free = fit_levels(turned, levels, ridge=1.0, rising=np.zeros(3, dtype=bool))
    bound = fit_levels(turned, levels, ridge=1.0, rising=np.ones(3, dtype=bool))
    alone = fit_levels(turned[:, [0]], levels, ridge=1.0, rising=np.ones(1, dtype=bool))
    assert free.weights[1] < -0.5
    assert bound.weights.min() >= 0.0
    assert bound.weights[1] == 0.0
    assert bound.weights[0] == pytest.approx(alone.weights[0], abs=0.02)


def test_separable_data_do_not_run_away():
    features = np.array([[-2.0], [-1.0], [1.0], [2.0]])
    fit = fit_levels(features, np.array([1.0, 1.0, 4.0, 4.0]), ridge=1.0, rising=np.ones(1, dtype=bool))
    assert 0.5 < fit.weights[0] < 5.0


def test_scale_undoes_a_wrong_one():
    random = np.random.default_rng(1)
    odds = random.normal(-1.0, 1.5, 50000)
    positive = random.random(50000) < 1 / (1 + np.exp(-odds))
    slope, offset = fit_scale(2.0 * odds + 1.0, positive)
    assert slope == pytest.approx(0.5, abs=0.02)
    assert offset == pytest.approx(-0.5, abs=0.03)


def test_odds_that_tell_nothing_leave_the_slope_alone():
    slope, offset = fit_scale(np.full(100, -1.0), np.arange(100) < 20)
    assert slope == pytest.approx(1.0)
    assert 1 / (1 + np.exp(-(offset - 1.0))) == pytest.approx(0.2, abs=0.02)


def test_odds_that_are_worse_than_nothing_give_the_base_rate():
    odds = np.linspace(-1, 1, 1000)
    slope, offset = fit_scale(odds, odds < -0.5)
    assert slope == 0.0
    assert 1 / (1 + np.exp(-offset)) == pytest.approx(0.25, abs=0.01)


def test_a_field_that_is_better_than_its_odds_say_is_learnt_and_little_is_learnt_from_few():
    east, west = np.array([1.0, 0.0], dtype=np.float32), np.array([0.0, 1.0], dtype=np.float32)
    many = np.repeat([east, west], 200, axis=0)
    levels = np.repeat([3.0, 1.0], 200)
    field = fit_field(many, levels, np.full(400, -1.5))
    assert field == pytest.approx([2.1 * 200 / 225, -2.1 * 200 / 225], abs=0.01)
    few = fit_field(many[::100], levels[::100], np.full(4, -1.5))
    assert field[0] > few[0] > 0.0 > few[1] > field[1]
