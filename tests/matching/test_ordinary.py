"""What an ordinary passage looks like to a need."""

import numpy as np
import pytest

from matchmaker.matching.features import FEATURES
from matchmaker.matching.grades import GradeThresholds
from matchmaker.matching.model import RelevanceModel
from matchmaker.matching.ordinary import ordinary_odds
from matchmaker.matching.views import PartView, QueryView, TermView

NAMES = ("text_similarity", "text_standing", "text_crowd", "text_words")
MODEL = RelevanceModel(
    version="hand-made",
    encoder="any",
    names=NAMES,
    rising=tuple(FEATURES[name].rising for name in NAMES),
    mean=np.zeros(4),
    scale=np.ones(4),
    covariance=np.eye(4),
    weights=np.array([2.0, 0.5, -1.0, 0.7]),
    intercept=-1.0,
    thresholds=GradeThresholds(strong=0.5, fair=0.3, weak=0.1),
)
WORDS = TermView(np.array([9.0, 9.0], np.float32), np.array([3.0, 3.0], np.float32))


def view(mean, crowd=0.2):
    whole = PartView(np.array([0.9, 0.8], np.float32), mean, 0.1, crowd)
    return QueryView({"whole": whole}, None, WORDS, None, None)


def test_it_is_as_close_as_the_reference_on_average_whoever_is_registered():
    # Standing 0 by definition, words missing: only the mean similarity and the crowd of the need count.
    assert ordinary_odds(MODEL, view(0.15)) == pytest.approx(-1.0 + 2.0 * 0.15 - 0.2)
    assert ordinary_odds(MODEL, view(-0.05)) == pytest.approx(-1.0 - 2.0 * 0.05 - 0.2)


def test_an_empty_need_has_none():
    assert np.isnan(ordinary_odds(MODEL, QueryView({}, None, None, None, None)))
