"""Thresholds keep what they promise; the trained model says what the fit says."""

import numpy as np
import pytest

from matchmaker.evaluation.cross_validation import TrainingSet, fit_calibrated
from matchmaker.evaluation.training import FOLDS, RIDGE, GradePrecision, choose_thresholds, train_model
from matchmaker.matching.grades import GradeThresholds


@pytest.fixture(scope="module")
def said_and_seen():
    random = np.random.default_rng(5)
    said = random.beta(1, 4, 20000)
    strong, related = random.random(20000) < said, random.random(20000) < np.minimum(1.0, 4 * said)
    return said, np.where(strong, 3.0, np.where(related, 2.0, 1.0))


def test_thresholds_hold_the_promised_precision(said_and_seen):
    said, levels = said_and_seen
    promised = GradePrecision(strong=0.5, fair=0.3, weak=0.8)
    found = choose_thresholds(said, levels, promised)
    assert (levels[said >= found.strong] >= 3).mean() == pytest.approx(0.5, abs=0.01)
    assert (levels[said >= found.fair] >= 3).mean() == pytest.approx(0.3, abs=0.01)
    assert (levels[said >= found.weak] >= 2).mean() == pytest.approx(0.8, abs=0.01)


def test_a_promise_nobody_can_keep_is_refused(said_and_seen):
    said, levels = said_and_seen
    with pytest.raises(ValueError, match="no probability reaches"):
        choose_thresholds(said, levels, GradePrecision(strong=0.9999))


def test_the_model_says_what_the_fit_says():
    random = np.random.default_rng(6)
    features = random.normal(3.0, 2.0, size=(600, 2)).astype(np.float32)
    levels = np.clip(np.round(features.sum(axis=1) / 4 + random.normal(size=600)), 1, 4)
    asked = np.repeat(random.normal(size=(30, 3)), 20, axis=0).astype(np.float32)
    data = TrainingSet(features, levels, np.repeat(np.arange(30), 20), np.array([True, True]), asked)
    thresholds = GradeThresholds(strong=0.5, fair=0.3, weak=0.1)
    model, field = train_model(
        data, ("title_similarity", "text_words"), thresholds, seed=0, version="v", encoder="some-model@1"
    )
    found = fit_calibrated(data, ridge=RIDGE, folds=FOLDS, seed=0)
    assert field.tolist() == found.field.tolist()
    with_field = np.c_[features, asked @ field].astype(np.float32)
    assert model.odds(with_field) == pytest.approx(found.odds(data), rel=1e-5)
    assert model.names == ("title_similarity", "text_words", "need_field")
    assert (model.version, model.encoder, model.rising) == ("v", "some-model@1", (True, True, False))
