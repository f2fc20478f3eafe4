"""Scores of unseen needs come from the other needs' labels, never from their own."""

import numpy as np
import pytest

from matchmaker.evaluation.errors import NotJudged
from matchmaker.evaluation.files import Pairs, QueryRecord
from matchmaker.evaluation.score_pairs import score_pairs
from matchmaker.evaluation.unseen import training_set, unseen_odds
from matchmaker.ranking.query import Need
from tests.evaluation.decided import CANDIDATES, NEEDS
from tests.ranking.conftest import REGISTRY

# The battery need again under another id: it must not teach itself.
RECORDS = [*(QueryRecord(name, need) for name, need in NEEDS.items()), QueryRecord("again", NEEDS["battery"])]


@pytest.fixture(scope="module")
def needs(ask):
    return [ask(record.need) for record in RECORDS]


def judged(levels):
    places = [[c.id for c in REGISTRY].index(name) for name in CANDIDATES]
    rows = np.array([(need, candidate) for need in range(len(RECORDS)) for candidate in places])
    return Pairs(rows[:, 0], rows[:, 1], np.asarray(levels, dtype=np.float64))


@pytest.fixture(scope="module")
def pairs():
    return judged(np.random.default_rng(1).integers(1, 5, len(RECORDS) * len(CANDIDATES)))


def test_a_needs_own_labels_do_not_matter(corpus, needs, pairs):
    told = pairs.levels.copy()
    own = (pairs.queries == 0) | (pairs.queries == len(RECORDS) - 1)
    told[own] = 5.0 - told[own]
    before, after = (unseen_odds(RECORDS, needs, corpus, judged(levels)) for levels in (pairs.levels, told))
    assert after[own] == pytest.approx(before[own], abs=1e-9)
    assert not np.allclose(after[~own], before[~own])


def test_a_need_under_two_ids_is_one_group(corpus, needs, pairs):
    groups = training_set(RECORDS, needs, corpus, pairs).groups
    assert len(np.unique(groups)) == len(RECORDS) - 1
    assert set(groups[pairs.queries == 0]) == set(groups[pairs.queries == len(RECORDS) - 1])


def test_score_uses_them_with_folds(corpus, engine, encoder, needs, pairs, vectors_of):
    found = score_pairs(RECORDS, REGISTRY, pairs, encoder=encoder, engine=engine, folds=5).probabilities
    asked = engine.corpus(REGISTRY, vectors_of(REGISTRY), needs)
    assert found == pytest.approx(1 / (1 + np.exp(-unseen_odds(RECORDS, needs, asked, pairs))))


def test_decisions_move_them_too(engine, encoder, pairs):
    known = Pairs(pairs.queries[:1], pairs.candidates[:1], np.array([4.0]))
    rest = Pairs(pairs.queries[1:], pairs.candidates[1:], pairs.levels[1:])
    alone, helped = (
        score_pairs(RECORDS, REGISTRY, rest, encoder=encoder, engine=engine, folds=5, known=given).probabilities
        for given in (None, known)
    )
    assert not np.allclose(helped[:4], alone[:4])


def test_a_pair_without_a_level_is_refused(corpus, needs, pairs):
    levels = pairs.levels.copy()
    levels[3] = np.nan
    with pytest.raises(NotJudged) as refused:
        unseen_odds(RECORDS, needs, corpus, judged(levels))
    assert refused.value.params == {"count": 1}


def test_the_text_and_not_the_id_makes_a_need(corpus, ask):
    other = [QueryRecord("a", Need(title="小麦 育种！")), QueryRecord("b", Need(title="小麦育种"))]
    rows = Pairs(np.array([0, 1]), np.array([0, 0]), np.array([1.0, 4.0]))
    found = training_set(other, [ask(record.need) for record in other], corpus, rows)
    assert found.groups.tolist() == [0, 0]
