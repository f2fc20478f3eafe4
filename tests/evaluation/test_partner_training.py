"""Learning who is a partner: what is learnt, what is left out, and that no need is judged by a model that saw it."""

import numpy as np
import pytest

from matchmaker.evaluation import partner_training
from matchmaker.evaluation.files import Pairs, QueryRecord
from matchmaker.evaluation.partner_training import (
    BestCandidates,
    Registry,
    best_candidates,
    fit_partners,
    partner_figures,
    unseen_partners,
)
from matchmaker.ranking.query import Need
from matchmaker.ranking.rank import rank
from tests.ranking.conftest import BATTERY_NEED, REGISTRY

QUERIES = [
    QueryRecord("battery", BATTERY_NEED),
    QueryRecord("wheat", Need(title="小麦育种")),
    QueryRecord("doubtful", Need(title="污泥资源化")),
    QueryRecord("empty", Need()),
]
WHEAT, BATTERY, WATER = 0, 2, 3


@pytest.fixture
def registry():
    queries, candidates = np.array([0, 2, 1]), np.array([BATTERY, WATER, BATTERY])
    return Registry("here", QUERIES, REGISTRY, Pairs(queries, candidates, np.array([4.0, 2.0, 4.0])))


def test_the_best_candidate_of_each_need_that_is_not_doubtful(registry, engine, encoder, ask, corpus):
    best = best_candidates([registry], engine, encoder)
    assert best.partner.tolist() == [True, False]
    assert best.registries.tolist() == ["here", "here"]
    said = [rank(ask(record.need), corpus, engine).candidates[0].probability for record in QUERIES[:2]]
    assert 1 / (1 + np.exp(-best.odds)) == pytest.approx(said)


def a_sample(count=400):
    random = np.random.default_rng(3)
    odds, excess = random.normal(-1, 1, count), random.normal(0, 1, count)
    partner = random.random(count) < 1 / (1 + np.exp(-(1.0 + 2.0 * odds + 1.0 * excess)))
    return BestCandidates(odds, excess, partner, np.arange(count), np.full(count, "here"))


def test_the_fit_finds_what_made_the_partners():
    model = fit_partners(a_sample(20000), threshold=0.3)
    found = (model.intercept, model.odds, model.excess, model.threshold)
    assert found == pytest.approx((1.0, 2.0, 1.0, 0.3), abs=0.12)


def test_nothing_is_judged_by_a_model_that_saw_its_need(monkeypatch):
    data = a_sample(60)
    seen = []
    fit = partner_training.fit_partners
    monkeypatch.setattr(partner_training, "fit_partners", lambda part: seen.append(set(part.groups)) or fit(part))
    assert unseen_partners(data).shape == (60,)
    assert all(len(groups) == 48 for groups in seen)


def test_figures_of_each_registry():
    data = BestCandidates(
        np.zeros(4), np.zeros(4), np.array([True, True, False, False]), np.arange(4), np.array(["a", "a", "a", "b"])
    )
    figures = partner_figures(data, np.array([0.9, 0.1, 0.3, 0.0]), threshold=0.2)
    assert [(f.name, f.value, f.queries) for f in figures if f.value == f.value] == [
        ("a: no match told", 0.0, 1),
        ("a: partner kept", 0.5, 2),
        ("a: offers right", 0.5, 2),
        ("b: no match told", 1.0, 1),
    ]
