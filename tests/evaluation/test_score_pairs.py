"""Scoring of pairs is what ranking says, and decisions move it."""

import numpy as np
import pytest

from matchmaker.evaluation.files import Pairs, QueryRecord
from matchmaker.evaluation.score_pairs import score_pairs
from matchmaker.matching.grades import Grade
from matchmaker.ranking.query import Need
from matchmaker.ranking.rank import rank
from tests.ranking.conftest import BATTERY_NEED, REGISTRY

QUERIES = [QueryRecord("b", BATTERY_NEED), QueryRecord("w", Need(title="小麦育种")), QueryRecord("e", Need())]


def pairs(*rows):
    columns = np.array([row[:2] for row in rows], dtype=np.int64).reshape(-1, 2)
    levels = np.array([row[2] if len(row) > 2 else np.nan for row in rows], dtype=np.float64)
    return Pairs(columns[:, 0], columns[:, 1], levels)


ALL = pairs(*[(q, c) for q in (1, 0) for c in range(6)])


def test_scores_are_those_of_ranking(engine, encoder, ask, vectors_of):
    scored = score_pairs(QUERIES, REGISTRY, ALL, encoder=encoder, engine=engine)
    needs = [ask(record.need) for record in QUERIES[:2]]
    corpus = engine.corpus(REGISTRY, vectors_of(REGISTRY), needs)
    for query, need in enumerate(needs):
        said = {c.id: c.probability for c in rank(need, corpus, engine).candidates}
        for candidate, record in enumerate(REGISTRY):
            row = np.flatnonzero((ALL.queries == query) & (ALL.candidates == candidate))[0]
            assert scored.probabilities[row] == pytest.approx(said.get(record.id, 0.0))


def test_what_cannot_be_judged_gets_nothing(engine, encoder):
    scored = score_pairs(QUERIES, REGISTRY, pairs((0, 5), (2, 0)), encoder=encoder, engine=engine)
    assert scored.probabilities.tolist() == [0.0, 0.0]
    assert scored.grades == [Grade.NONE, Grade.NONE]


def test_decisions_move_their_need(engine, encoder):
    def scores(known):
        return score_pairs(QUERIES, REGISTRY, ALL, encoder=encoder, engine=engine, known=known).probabilities

    before, rejected, accepted = scores(None), scores(pairs((0, 2, 1))), scores(pairs((0, 1, 4)))
    battery, mine = (ALL.queries == 0) & (ALL.candidates == 2), (ALL.queries == 0) & (ALL.candidates == 1)
    assert rejected[battery] < before[battery]
    assert accepted[mine] > before[mine]
    wheat = ALL.queries == 1
    assert (np.argsort(rejected[wheat]) == np.argsort(before[wheat])).all()


def test_known_pairs_without_level_or_passage_change_nothing(engine, encoder):
    without = score_pairs(QUERIES, REGISTRY, ALL, encoder=encoder, engine=engine)
    useless = score_pairs(QUERIES, REGISTRY, ALL, encoder=encoder, engine=engine, known=pairs((0, 5, 4), (0, 1)))
    assert useless.probabilities.tolist() == without.probabilities.tolist()
