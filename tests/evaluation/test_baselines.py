"""Baselines are what they are called."""

import numpy as np
import pytest

from matchmaker.evaluation.baselines import baseline_scores
from matchmaker.evaluation.files import Pairs
from matchmaker.ranking.query import Need
from tests.ranking.conftest import BATTERY_NEED, REGISTRY


@pytest.fixture(scope="module")
def scored(corpus, ask, vectors_of):
    needs = [ask(BATTERY_NEED), ask(Need(title="小麦育种")), ask(Need())]
    rows = np.array([(need, candidate) for need in range(3) for candidate in range(len(REGISTRY))])
    pairs = Pairs(rows[:, 0], rows[:, 1], np.full(len(rows), np.nan))
    return needs, baseline_scores(needs, corpus, vectors_of(REGISTRY), pairs)


def test_cosine_is_the_encoders_own_of_the_title(scored, vectors_of):
    needs, scores = scored
    vectors = vectors_of(REGISTRY)
    place = [candidate.id for candidate in REGISTRY].index("battery")
    row = sum(len(candidate.passages) for candidate in REGISTRY[:place])
    title = needs[0].vectors[list(needs[0].parts).index("title")]
    assert scores["cosine of titles"][place] == pytest.approx(float(vectors[row] @ title))


def test_words_find_who_shares_them_and_nobody_else(scored):
    _, scores = scored
    words = scores["BM25 of titles"][len(REGISTRY) : 2 * len(REGISTRY)]
    assert int(np.argmax(words)) == 0
    assert words[1:].tolist() == [0.0] * (len(REGISTRY) - 1)


def test_the_mixture_is_of_standardised_scores(scored):
    _, scores = scored
    cosine, words = scores["cosine of titles"], scores["BM25 of titles"]
    mixed = (cosine - cosine.mean()) / cosine.std() + 0.4 * (words - words.mean()) / words.std()
    assert scores["cosine + 0.4 BM25"] == pytest.approx(mixed)


def test_what_cannot_be_judged_comes_last_and_is_a_number(scored):
    _, scores = scored
    silent = len(REGISTRY) - 1
    for values in scores.values():
        assert np.isfinite(values).all()
        assert values[silent] <= values[:silent].min() + 1e-9
