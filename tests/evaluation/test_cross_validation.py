"""Probabilities come from models that never saw the need."""

import numpy as np
import pytest

from matchmaker.evaluation.cross_validation import Standard, TrainingSet, out_of_fold
from matchmaker.evaluation.fitting import fit_levels
from matchmaker.evaluation.metrics import auc, calibration_error


def training_set(features, levels, groups):
    nothing = np.zeros((len(levels), 0), dtype=np.float32)
    return TrainingSet(features.astype(np.float32), levels, groups, np.ones(features.shape[1], dtype=bool), nothing)


@pytest.fixture(scope="module")
def data():
    random = np.random.default_rng(2)
    groups = np.repeat(np.arange(60), 40)
    features = random.normal(size=(2400, 2))
    odds = features @ [1.0, 0.5] - 1.0 + random.logistic(size=2400)
    return training_set(features, 1.0 + (odds > -1) + (odds > 0.5) + (odds > 2), groups)


def test_out_of_fold_probabilities_are_good_and_calibrated(data):
    said = out_of_fold(data, ridge=10.0, folds=5, seed=0)
    assert auc(said, data.positive) > 0.75
    assert calibration_error(said, data.positive) < 0.03


def test_a_feature_that_only_names_the_need_is_worth_nothing_out_of_fold():
    random = np.random.default_rng(4)
    groups = np.repeat(np.arange(30), 20)
    # each need's own level, told by one feature per need: seen needs are known by heart, unseen ones not at all
    level = random.integers(1, 5, 30).astype(np.float64)
    features = np.eye(30)[groups]
    data = training_set(features, level[groups], groups)
    standard = Standard.of(data.features)
    by_heart = fit_levels(standard(data.features), data.levels, ridge=0.1, rising=data.rising)
    said = out_of_fold(data, ridge=0.1, folds=5, seed=0)
    assert auc(by_heart.odds(standard(data.features)), data.positive) > 0.95
    assert auc(said, data.positive) < 0.6
    assert np.ptp(said) < 0.2


def test_standard_leaves_missing_out_and_constant_features_alone():
    features = np.array([[1.0, 5.0], [3.0, 5.0], [np.nan, 5.0]], dtype=np.float32)
    standard = Standard.of(features)
    assert standard.mean.tolist() == [2.0, 5.0]
    assert standard.scale.tolist() == [1.0, 1.0]
    assert standard(features).tolist() == [[-1.0, 0.0], [1.0, 0.0], [0.0, 0.0]]
