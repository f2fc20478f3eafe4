"""Replay prefers weights that would have said what people decided, and admits when it cannot tell."""

from dataclasses import replace

import numpy as np
import pytest

from matchmaker.evaluation.replay import Verdict, compare_odds, replay
from matchmaker.evaluation.taken import Taken
from matchmaker.ranking.remembering import PastDecision, remember
from tests.evaluation.decided import NEEDS, contender, decisions_of

NAMES = ["log loss", "nDCG@10", "AUC(accepted)", "Brier score"]


@pytest.fixture(scope="module")
def running(engine, ask, vectors_of):
    return contender(engine, ask, vectors_of)


def shifted(running, by):
    model = running.engine.model
    return running.with_model(replace(model, intercept=model.intercept + by))


def test_equal_weights_differ_in_nothing_and_decide_nothing(running):
    found = replay(decisions_of(running), running=running, proposed=running)
    assert [figure.name for figure in found.figures] == NAMES
    assert {(figure.gain, figure.low, figure.high) for figure in found.figures} == {(0.0, 0.0, 0.0)}
    assert (found.verdict, found.decisions, found.needs, found.left_out) == (Verdict.UNDECIDED, 60, 12, 0)


def test_weights_that_expect_what_was_decided_are_better_and_the_reverse_is_worse(running):
    # People accept what is a little above the middle of the odds; the running weights expect next to nothing.
    generous, mean = shifted(running, 1.5), shifted(running, -4.0)
    taken = decisions_of(running)
    assert replay(taken, running=mean, proposed=generous).verdict is Verdict.BETTER
    assert replay(taken, running=generous, proposed=mean).verdict is Verdict.WORSE


def test_gains_are_what_the_proposed_side_is_better_by(running):
    taken = decisions_of(running)
    for figure in replay(taken, running=shifted(running, -4.0), proposed=running).figures:
        sign = 1.0 if figure.name in ("nDCG@10", "AUC(accepted)") else -1.0
        assert figure.gain == pytest.approx(sign * (figure.proposed - figure.running))
        assert figure.low <= figure.gain <= figure.high


def test_few_needs_decide_nothing(running):
    first = {need for need, _ in list(NEEDS.items())[:9]}
    taken = [decision for decision in decisions_of(running) if decision.need in first]
    found = replay(taken, running=shifted(running, -4.0), proposed=shifted(running, 1.5))
    assert (found.needs, found.verdict) == (9, Verdict.UNDECIDED)
    assert found.figures[0].low > 0.0


def test_what_is_gone_is_left_out_and_counted(running):
    gone = [Taken("battery", "nobody", 4), Taken("unknown", "mine", 4), Taken("battery", "silent", 1)]
    found = replay([*gone, *decisions_of(running)], running=running, proposed=running)
    assert (found.decisions, found.left_out) == (60, 3)


def test_nothing_to_replay(running):
    found = replay([], running=running, proposed=running)
    assert (found.verdict, found.decisions, found.needs) == (Verdict.UNDECIDED, 0, 0)
    assert all(np.isnan(figure.gain) for figure in found.figures)


def test_each_decision_is_predicted_from_those_before_it(running):
    """As `remember` does, decision by decision."""
    taken = decisions_of(running)[:12]
    model, corpus = running.engine.model, running.corpus
    odds = model.odds(running.features(taken))
    said = running.in_time(taken, odds)
    for place, decision in enumerate(taken):
        past = [PastDecision(d.need, running.queries[d.need], d.candidate, d.level) for d in taken[:place]]
        position = np.array([corpus.position[decision.candidate]])
        query = running.queries[decision.need]
        after = remember(past, corpus, running.engine).after(
            decision.need, query, corpus, odds[place : place + 1], position
        )
        assert said[place] == pytest.approx(after.odds[0])


def test_a_need_with_one_kind_of_decision_has_no_order():
    taken = [Taken("a", "x", 4), Taken("a", "y", 4), Taken("b", "x", 4), Taken("b", "y", 1)]
    found = {
        f.name: f
        for f in compare_odds(taken, running=np.array([1.0, 0, 0, 1]), proposed=np.array([0.0, 1, 1, 0])).figures
    }
    assert (found["nDCG@10"].running, found["nDCG@10"].proposed) == (pytest.approx(1 / np.log2(3)), 1.0)
