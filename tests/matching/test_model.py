"""The model: probabilities, missing features, monotony, contributions."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.grades import GradeThresholds
from matchmaker.matching.model import RelevanceModel

NAN = float("nan")


@pytest.fixture(scope="module")
def model():
    return RelevanceModel(
        version="test",
        encoder="model@1",
        names=("title_similarity", "text_similarity", "text_crowd"),
        rising=(True, True, False),
        mean=np.array([0.2, 0.1, 0.3]),
        scale=np.array([0.1, 0.1, 0.05]),
        covariance=np.array([[1.0, 0.8, 0.3], [0.8, 1.0, 0.3], [0.3, 0.3, 1.0]]),
        weights=np.array([0.4, 0.6, -0.5]),
        intercept=-2.0,
        thresholds=GradeThresholds(strong=0.5, fair=0.3, weak=0.1),
    )


def rows(*values):
    return np.array(values, dtype=np.float32)


def test_an_average_pair_has_the_intercept(model):
    assert model.probabilities(rows([0.2, 0.1, 0.3])) == pytest.approx([1 / (1 + np.exp(2.0))])


def test_contributions_add_up_to_the_odds(model):
    features = rows([0.5, 0.0, 0.4])
    assert model.contributions(features) == pytest.approx(np.array([[1.2, -0.6, -1.0]]), rel=1e-5)
    assert model.odds(features) == pytest.approx([-2.4], rel=1e-5)


def test_a_missing_feature_lends_its_weight_to_its_relatives(model):
    full, without = model.contributions(rows([0.5, 0.4, 0.3], [0.5, NAN, 0.3]))
    assert without[1] == 0.0
    assert full[0] < without[0] < full[0] + full[1]


def test_missing_is_not_zero(model):
    missing, zero = model.odds(rows([0.5, NAN, 0.3], [0.5, 0.0, 0.3]))
    assert missing > zero


def test_nothing_compared_is_no_probability(model):
    said = model.probabilities(rows([NAN, NAN, NAN], [NAN, NAN, 0.3], [NAN, 0.1, NAN]))
    assert np.isnan(said).tolist() == [True, True, False]


numbers = st.floats(-2, 2, width=32)
features = st.tuples(*[st.one_of(numbers, st.just(NAN))] * 3)


@given(features=features, which=st.sampled_from([0, 1]), more=st.floats(0.0, 1.0))
def test_more_of_a_rising_feature_never_lowers_the_probability(model, features, which, more):
    raised = list(features)
    raised[which] += more
    before, after = model.odds(rows(features, raised))
    assert np.isnan(before) == np.isnan(after)
    assert not after < before - 1e-4


def test_inference_never_turns_similarity_into_a_drawback(model):
    # Without the bound, the missing negative feature would pull its relatives below zero.
    turned = replace(model, weights=np.array([0.01, 0.01, -3.0]))
    moved = turned.contributions(rows([0.5, 0.4, NAN]))
    assert moved.min() >= 0.0


def test_standardised_features_with_what_is_missing_inferred_give_the_odds(model):
    features = rows([0.5, 0.4, 0.3], [0.5, NAN, 0.3], [0.5, NAN, NAN], [0.1, 0.1, NAN])
    assert model.intercept + model.standardised(features) @ model.weights == pytest.approx(model.odds(features))
    assert not np.isnan(model.standardised(rows([NAN, NAN, NAN]))).any()
