"""Decisions move what is alike, and nothing else."""

import numpy as np
import pytest

from matchmaker.matching.decisions import DecisionMemory, Decisions, odds_in_time

EAST, NORTH, BETWEEN = [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.8, 0.6, 0.0]
UP = [0.0, 0.0, 1.0]
HERE, ELSEWHERE = 0, 1


def vectors(*rows):
    return np.array(rows, dtype=np.float32).reshape(-1, 3)


def memory(*decisions, odds=-2.0):
    """From (need, need's vector, candidate's vector, level)."""
    return DecisionMemory.of(
        Decisions(
            needs=np.array([d[0] for d in decisions], dtype=np.int64),
            asked=vectors(*(d[1] for d in decisions)),
            candidates=vectors(*(d[2] for d in decisions)),
            odds=np.full(len(decisions), odds),
            levels=np.array([d[3] for d in decisions], dtype=np.float64),
        )
    )


def moves(given, *candidates, need=HERE, asked=EAST):
    odds = np.full(len(candidates), -2.0)
    return given.after(need, np.array(asked, dtype=np.float32), odds, vectors(*candidates)).by_decision.sum(axis=1)


def test_without_decisions_nothing_moves():
    after = memory().after(HERE, np.array(EAST, dtype=np.float32), np.array([0.5, -1.0]), vectors(EAST, NORTH))
    assert after.odds.tolist() == [0.5, -1.0]
    assert after.by_decision.shape == (2, 0)


def test_like_an_accepted_one_up_and_like_a_rejected_one_down():
    up = moves(memory((HERE, EAST, EAST, 4)), EAST, BETWEEN, NORTH)
    down = moves(memory((HERE, EAST, EAST, 1)), EAST, BETWEEN, NORTH)
    assert up[0] > up[1] > up[2] > 0.0
    assert down[0] < down[1] < down[2] < 0.0


def test_opposite_passages_are_not_tied():
    found = moves(memory((HERE, EAST, EAST, 4)), [-1.0, 0.0, 0.0], NORTH)
    assert found[0] == pytest.approx(found[1])


def test_alike_needs_teach_each_other_and_others_do_not():
    given = memory((ELSEWHERE, EAST, EAST, 4))
    alike, other = moves(given, EAST, asked=BETWEEN)[0], moves(given, EAST, asked=UP)[0]
    assert alike > 0.1
    assert other == pytest.approx(0.0, abs=1e-9)
    assert moves(memory((HERE, BETWEEN, EAST, 4)), EAST, asked=BETWEEN)[0] > alike


def test_a_decision_that_the_model_expected_moves_nothing():
    assert moves(memory((HERE, EAST, EAST, 1), odds=-3.6), EAST)[0] == pytest.approx(0.0, abs=1e-9)


def test_accepting_never_lowers_and_rejecting_never_raises():
    assert moves(memory((HERE, EAST, EAST, 4), odds=5.0), EAST)[0] == pytest.approx(0.0, abs=1e-9)
    assert moves(memory((HERE, EAST, EAST, 1), odds=-9.0), EAST)[0] == pytest.approx(0.0, abs=1e-9)


def test_odds_are_those_before_plus_moves_made_sharper():
    given = memory((HERE, EAST, EAST, 4), (HERE, EAST, NORTH, 1))
    after = given.after(HERE, np.array(EAST, dtype=np.float32), np.array([-2.0]), vectors(BETWEEN))
    assert after.odds == pytest.approx((1 + 0.4 * 2 / 7) * (-2.0 + after.by_decision.sum(axis=1)))
    assert after.by_decision[0, 0] > 0 > after.by_decision[0, 1]


def test_more_decisions_of_a_kind_count_more():
    once = moves(memory((HERE, EAST, EAST, 4)), EAST)
    twice = moves(memory((HERE, EAST, EAST, 4), (HERE, EAST, EAST, 4)), EAST)
    assert twice > once


def test_odds_in_time_are_what_was_said_before_each_decision():
    taken = [(HERE, EAST, EAST, 4), (HERE, EAST, BETWEEN, 1), (ELSEWHERE, BETWEEN, EAST, 3), (HERE, EAST, NORTH, 1)]
    said = odds_in_time(memory(*taken).decisions)
    for place, (need, asked, candidate, _) in enumerate(taken):
        before = memory(*taken[:place]) if place else memory()
        after = before.after(need, np.array(asked, dtype=np.float32), np.array([-2.0]), vectors(candidate))
        assert said[place] == pytest.approx(after.odds[0])
