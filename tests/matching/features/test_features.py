"""Each feature on one small corpus, against the same by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest

from matchmaker.matching.errors import UnknownFeature
from matchmaker.matching.features import FEATURES, compute_features
from matchmaker.matching.space import CHINESE, OTHER
from matchmaker.matching.views import CorpusView, PartView, QueryView, TermView

# four candidates: one passage, two passages, none, four passages
INDPTR = np.array([0, 1, 3, 3, 7])
TITLE = np.array([0.1, 0.5, 0.2, 0.6, 0.4, 0.0, 0.2], dtype=np.float32)
WHOLE = TITLE / 2
SHARED = np.array([4.0, 8.0, 2.0, 6.0, 0.0, 0.0, 0.0], dtype=np.float32)
MASS = np.array([12.0, 12.0, 4.0, 20.0, 8.0, 8.0, 8.0], dtype=np.float32)
STANDING = np.array([1.0, 2.0, 0.5, 4.0, -1.0, 3.0, 0.0], dtype=np.float32)
EVERYBODY = np.arange(4)
CORPUS = CorpusView(
    indptr=INDPTR,
    word_mass=MASS,
    luck=np.array([0, 0, 0, 0.1], dtype=np.float32),
    crowd=np.array([0.3, 0.2, math.nan, 0.4], dtype=np.float32),
    speaks={CHINESE: np.array([True, True, False, True]), OTHER: np.array([False, True, False, False])},
)
WORDS = TermView(shared=SHARED, standing=STANDING)
GRAMS = TermView(shared=SHARED, standing=2 * STANDING)
QUERY = QueryView(
    parts={"title": PartView(TITLE, 0.1, 0.2, 0.35), "whole": PartView(WHOLE, 0.0, 0.1, 0.25)},
    title_words=WORDS,
    words=WORDS,
    title_grams=GRAMS,
    grams=GRAMS,
    field=0.7,
)
EMPTY = QueryView(parts={}, title_words=None, words=None, title_grams=None, grams=None)
NAN = math.nan


EXPECTED = {
    "title_similarity": [0.1, 0.5, NAN, 0.5 - 0.1],
    "text_similarity": [0.05, 0.25, NAN, 0.25 - 0.1],
    "title_standing": [0.0, 2.0, NAN, 1.5],
    "text_standing": [0.5, 2.5, NAN, 1.5],
    "title_crowd": [0.35] * 4,
    "text_crowd": [0.25] * 4,
    "candidate_crowd": [0.3, 0.2, NAN, 0.4],
    "title_words": [1.0, 2.0, NAN, 3.5],
    "text_words": [1.0, 2.0, NAN, 3.5],
    "title_characters": [2.0, 4.0, NAN, 7.0],
    "text_characters": [2.0, 4.0, NAN, 7.0],
    "key_terms": [4 / 16, 8 / 16, NAN, (6 / 24 + 0) / 2],
    "need_field": [0.7] * 4,
    "profile_size": [math.log(2), math.log(3), 0.0, math.log(5)],
}


@pytest.mark.parametrize("name", ["title_words", "text_words", "title_characters", "text_characters", "key_terms"])
def test_words_of_another_language_are_missing_and_not_against(name):
    found = compute_features((name,), replace(QUERY, language=OTHER), CORPUS, EVERYBODY)[:, 0]
    assert found == pytest.approx([NAN, EXPECTED[name][1], NAN, NAN], nan_ok=True)


def test_every_feature_is_tested():
    assert set(EXPECTED) == set(FEATURES)


@pytest.mark.parametrize("name", FEATURES)
def test_feature_by_hand(name):
    found = compute_features((name,), QUERY, CORPUS, EVERYBODY)
    assert found.dtype == np.float32
    assert found[:, 0] == pytest.approx(EXPECTED[name], abs=1e-5, nan_ok=True)


@pytest.mark.parametrize("name", FEATURES)
def test_a_choice_of_candidates_gives_the_same_numbers(name):
    chosen = np.array([3, 0])
    everybody = compute_features((name,), QUERY, CORPUS, EVERYBODY)
    assert compute_features((name,), QUERY, CORPUS, chosen).tolist() == everybody[chosen].tolist()


@pytest.mark.parametrize(
    "name", [name for name in FEATURES if name not in ("candidate_crowd", "profile_size", "need_field")]
)
def test_an_empty_need_has_missing_features_not_zeros(name):
    assert np.isnan(compute_features((name,), EMPTY, CORPUS, EVERYBODY)).all()


def test_columns_follow_the_names():
    names = ("profile_size", "title_similarity")
    found = compute_features(names, QUERY, CORPUS, EVERYBODY)
    assert found[:, 0].tolist() == compute_features(names[:1], QUERY, CORPUS, EVERYBODY)[:, 0].tolist()
    assert compute_features((), QUERY, CORPUS, EVERYBODY).shape == (4, 0)


def test_an_unknown_feature_names_the_known_ones():
    with pytest.raises(UnknownFeature, match=r"no_such.*title_similarity"):
        compute_features(("no_such",), QUERY, CORPUS, EVERYBODY)


def test_similarity_rises_with_every_passage():
    for place in range(len(TITLE)):
        raised = TITLE.copy()
        raised[place] += 0.3
        parts = {"title": PartView(raised, 0.1, 0.2, 0.35)}
        query = QueryView(parts, None, None, None, None)
        before = compute_features(("title_similarity",), QUERY, CORPUS, EVERYBODY)[:, 0]
        after = compute_features(("title_similarity",), query, CORPUS, EVERYBODY)[:, 0]
        assert not (after < before).any()
