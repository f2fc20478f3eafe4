"""From a need to graded candidates, or to the reason why there are none."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from matchmaker.matching.features import compute_features
from matchmaker.matching.grades import Grade, GradeThresholds
from matchmaker.matching.no_match import NoMatchReason
from matchmaker.matching.partners import PartnerModel
from matchmaker.ranking.compare import compare
from matchmaker.ranking.query import Need, Query
from matchmaker.ranking.rank import rank
from tests.ranking.conftest import BATTERY_NEED


def ids(ranking):
    return [candidate.id for candidate in ranking.candidates]


def test_the_right_one_comes_first_with_a_good_grade(corpus, engine, ask):
    ranking = rank(ask(BATTERY_NEED), corpus, engine)
    assert ids(ranking)[0] == "battery"
    assert ranking.candidates[0].grade is Grade.STRONG
    assert ranking.none_reason is None
    assert ranking.weights_version == "hand-made"


def test_everybody_with_a_passage_is_ranked_by_falling_probability(corpus, engine, ask):
    ranking = rank(ask(BATTERY_NEED), corpus, engine)
    said = [candidate.probability for candidate in ranking.candidates]
    assert sorted(ids(ranking)) == ["battery", "food", "mine", "water", "wheat"]
    assert said == sorted(said, reverse=True)


def test_probabilities_are_those_of_the_model(corpus, engine, ask):
    query = ask(BATTERY_NEED)
    features = compute_features(engine.model.names, compare(query, corpus), corpus.view, np.arange(6))
    expected = engine.model.probabilities(features)
    for candidate in rank(query, corpus, engine).candidates:
        assert candidate.probability == pytest.approx(expected[corpus.position[candidate.id]])


def test_contributions_and_intercept_make_the_odds(corpus, engine, ask):
    first = rank(ask(BATTERY_NEED), corpus, engine).candidates[0]
    odds = engine.model.intercept + sum(first.contributions.values())
    assert first.probability == pytest.approx(1 / (1 + np.exp(-odds)))
    assert set(first.features) == set(engine.model.names)


def test_only_the_allowed_are_found(corpus, engine, ask):
    ranking = rank(ask(BATTERY_NEED), corpus, engine, allowed=corpus.positions(["mine", "food"]))
    assert sorted(ids(ranking)) == ["food", "mine"]
    assert ranking.none_reason is not None


def test_the_limit_takes_the_best(corpus, engine, ask):
    everybody = ids(rank(ask(BATTERY_NEED), corpus, engine))
    assert ids(rank(ask(BATTERY_NEED), corpus, engine, limit=2)) == everybody[:2]


def test_evidence_can_be_left_out(corpus, engine, ask):
    without = rank(ask(BATTERY_NEED), corpus, engine, evidence=False).candidates
    assert all(candidate.evidence is None for candidate in without)
    assert all(c.evidence is not None for c in rank(ask(BATTERY_NEED), corpus, engine).candidates)


def test_nobody_for_a_foreign_field_and_why(corpus, engine, ask):
    need = Need(title="航天器姿态控制星载激光雷达", text="卫星在轨姿态测量精度0.01°，激光雷达测距。")
    reason = rank(ask(need), corpus, engine).none_reason
    assert reason.reason is NoMatchReason.NOT_COVERED
    assert "姿态控制" in reason.uncovered_terms


def test_an_empty_need_is_too_vague(corpus, engine, encoder):
    empty = Query({}, np.zeros((0, encoder.dimension), dtype=np.float32))
    ranking = rank(empty, corpus, engine)
    assert ranking.candidates == ()
    assert ranking.none_reason.reason is NoMatchReason.TOO_VAGUE


def test_an_empty_corpus_covers_nothing(engine, ask):
    ranking = rank(ask(BATTERY_NEED), engine.corpus([], np.zeros((0, 64), dtype=np.float32)), engine)
    assert ranking.candidates == ()
    assert ranking.none_reason.reason is NoMatchReason.NOT_COVERED


def test_the_time_of_each_step_is_told(corpus, engine, ask):
    ticks = itertools.count()
    ranking = rank(ask(BATTERY_NEED), corpus, engine, timer=lambda: float(next(ticks)))
    assert ranking.seconds == {"compare": 1.0, "search": 1.0, "grade": 1.0, "explain": 1.0}


def test_only_those_that_stand_out_are_offered(corpus, engine, ask):
    def grades(odds, excess):
        partners = PartnerModel(intercept=-2.0, odds=odds, excess=excess, threshold=0.5)
        strict = GradeThresholds(strong=0.99, fair=0.98, weak=0.01)
        changed = replace(engine, model=replace(engine.model, partners=partners, thresholds=strict))
        ranking = rank(ask(BATTERY_NEED), corpus, changed)
        return {candidate.id: candidate.grade for candidate in ranking.candidates}, ranking

    offered, ranking = grades(0.0, 1.0)
    assert offered["battery"] is Grade.FAIR
    assert {grade for name, grade in offered.items() if name != "battery"} <= {Grade.WEAK, Grade.NONE}
    assert ranking.none_reason is None
    assert ranking.candidates[0].partner > 0.5 > ranking.candidates[1].partner


def test_one_that_is_fair_by_itself_but_does_not_stand_out_says_so(corpus, engine, ask):
    nobody = PartnerModel(intercept=-30.0, odds=0.0, excess=0.0, threshold=0.5)
    thresholds = GradeThresholds(strong=0.999, fair=0.05, weak=0.01)
    changed = replace(engine, model=replace(engine.model, partners=nobody, thresholds=thresholds))
    ranking = rank(ask(BATTERY_NEED), corpus, changed)
    assert ranking.candidates[0].grade is Grade.WEAK
    assert "not_outstanding" in [statement.code for statement in ranking.candidates[0].evidence.doubts]
    assert ranking.none_reason.reason is NoMatchReason.ONLY_WEAK
