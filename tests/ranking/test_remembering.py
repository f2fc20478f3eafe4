"""Decisions made before move candidates that are alike, and say so."""

import numpy as np
import pytest

from matchmaker.evaluation.files import Pairs, QueryRecord
from matchmaker.evaluation.score_pairs import score_pairs
from matchmaker.ranking.query import Need
from matchmaker.ranking.rank import Decided, rank
from matchmaker.ranking.remembering import PastDecision, remember
from tests.ranking.conftest import BATTERY_NEED, REGISTRY


@pytest.fixture
def decided(corpus, engine, ask):
    """Decisions (candidate, level) on the battery need, asked about a need of this name."""

    def make(*decisions, need="battery"):
        past = [PastDecision("battery", ask(BATTERY_NEED), candidate, level) for candidate, level in decisions]
        return Decided(remember(past, corpus, engine), need)

    return make


def by_id(ranking):
    return {candidate.id: candidate for candidate in ranking.candidates}


def codes(candidate):
    return [statement.code for statement in candidate.evidence.doubts]


def test_without_decisions_nothing_changes(corpus, engine, ask, decided):
    query = ask(BATTERY_NEED)
    plain, none = rank(query, corpus, engine), rank(query, corpus, engine, decided=decided())
    assert none.candidates == plain.candidates


def test_a_rejected_one_goes_down_and_an_accepted_one_up_and_both_say_why(corpus, engine, ask, decided):
    query = ask(BATTERY_NEED)
    before = by_id(rank(query, corpus, engine))
    rejected = by_id(rank(query, corpus, engine, decided=decided(("battery", 1))))["battery"]
    assert rejected.probability < before["battery"].probability
    assert rejected.rejected_alike < 0.0 == rejected.accepted_alike
    assert "already_rejected_alike" in codes(rejected)
    accepted = by_id(rank(query, corpus, engine, decided=decided(("mine", 4))))["mine"]
    assert accepted.probability > before["mine"].probability
    assert accepted.accepted_alike > 0.0 == accepted.rejected_alike
    assert "already_accepted_alike" in codes(accepted)


def test_another_need_is_not_told_of_them(corpus, engine, ask, decided):
    ranking = rank(ask(Need(title="小麦育种")), corpus, engine, decided=decided(("battery", 1), need="wheat"))
    for candidate in ranking.candidates:
        assert (candidate.rejected_alike, candidate.accepted_alike) == (0.0, 0.0)
        assert "already_rejected_alike" not in codes(candidate)


def test_what_cannot_be_judged_any_more_is_forgotten(corpus, engine, ask, decided):
    gone = decided(("silent", 4), ("nobody", 1))
    assert len(gone.remembered.memory.weights) == 0
    assert rank(ask(BATTERY_NEED), corpus, engine, decided=gone).candidates


def test_evaluate_moves_pairs_as_the_service_does(corpus, engine, encoder, ask, decided):
    queries = [QueryRecord("battery", BATTERY_NEED)]
    everybody = np.arange(len(REGISTRY))
    pairs = Pairs(np.zeros_like(everybody), everybody, np.full(len(REGISTRY), np.nan))
    known = Pairs(np.array([0]), np.array([corpus.position["battery"]]), np.array([1.0]))
    scored = score_pairs(queries, REGISTRY, pairs, encoder=encoder, engine=engine, known=known).probabilities
    asked = engine.corpus(
        REGISTRY, encoder.encode_passages([p for c in REGISTRY for p in c.passages]), [ask(BATTERY_NEED)]
    )
    past = [PastDecision("battery", ask(BATTERY_NEED), "battery", 1)]
    ranking = rank(ask(BATTERY_NEED), asked, engine, decided=Decided(remember(past, asked, engine), "battery"))
    for name, candidate in by_id(ranking).items():
        assert candidate.probability == pytest.approx(scored[asked.position[name]])
