"""English and Chinese find each other: needs of either language among profiles of the other, with the real model."""

from __future__ import annotations

import pytest

from embeddings import DEFAULT_MODEL, ModelMissing
from matchmaker.matching.grades import Grade
from matchmaker.ranking.corpus import Candidate
from matchmaker.ranking.encoder import open_ranking_encoder
from matchmaker.ranking.engine import load_engine
from matchmaker.ranking.query import Need, Query
from matchmaker.ranking.rank import rank
from matchmaker.settings import Settings
from tests.ranking.english_pairs import PAIRS

pytestmark = pytest.mark.model

ENGLISH_NEED, CHINESE_NEED, CHINESE_PROFILE, ENGLISH_PROFILE = range(4)


@pytest.fixture(scope="module")
def encoder():
    try:
        return open_ranking_encoder(DEFAULT_MODEL, cache_dir=Settings().cache_path, threads=2)
    except ModelMissing as error:
        pytest.skip(str(error))


def ranked(encoder, needs, profiles):
    """For each need the ranking of all profiles; their ids are the numbers of their pairs."""
    engine = load_engine(encoder.model_id)
    people = [Candidate(str(number), (pair[profiles],)) for number, pair in enumerate(PAIRS)]
    corpus = engine.corpus(people, encoder.encode_passages([person.passages[0] for person in people]))
    parts = [Need(title=pair[needs]).parts() for pair in PAIRS]
    vectors = [encoder.encode_queries(list(part.values())) for part in parts]
    return [rank(Query(part, rows), corpus, engine) for part, rows in zip(parts, vectors, strict=True)]


@pytest.mark.parametrize(("needs", "profiles"), [(ENGLISH_NEED, CHINESE_PROFILE), (CHINESE_NEED, ENGLISH_PROFILE)])
def test_the_right_one_is_found_across_languages(encoder, needs, profiles):
    rankings = ranked(encoder, needs, profiles)
    places = [
        [candidate.id for candidate in ranking.candidates].index(str(number)) for number, ranking in enumerate(rankings)
    ]
    assert max(places) <= 2
    assert sum(place == 0 for place in places) >= 19


def test_most_are_offered_and_not_only_found(encoder):
    rankings = ranked(encoder, ENGLISH_NEED, CHINESE_PROFILE)
    offered = [ranking.candidates[0].grade in (Grade.STRONG, Grade.FAIR) for ranking in rankings]
    assert sum(offered) >= 13
