"""Decisions move what is alike, and nothing else."""

import numpy as np
import pytest

from matchmaker.matching.decisions import Decided, after_decisions

EAST, NORTH = [1.0, 0.0], [0.0, 1.0]
BETWEEN = [0.8, 0.6]


def vectors(*rows):
    return np.array(rows, dtype=np.float32)


def decided(rows, levels, odds=-2.0):
    return Decided(vectors(*rows), np.full(len(rows), odds), np.array(levels, dtype=np.float64))


NOTHING = Decided(np.zeros((0, 2), dtype=np.float32), np.zeros(0), np.zeros(0))


def test_without_decisions_nothing_moves():
    moved = after_decisions(np.array([0.5, -1.0]), vectors(EAST, NORTH), NOTHING)
    assert moved.odds.tolist() == [0.5, -1.0]
    assert moved.by_decision.shape == (2, 0)


def test_like_an_accepted_one_up_and_like_a_rejected_one_down():
    odds = np.full(3, -2.0)
    up = after_decisions(odds, vectors(EAST, BETWEEN, NORTH), decided([EAST], [4])).odds - odds
    down = after_decisions(odds, vectors(EAST, BETWEEN, NORTH), decided([EAST], [1])).odds - odds
    assert up[0] > up[1] > up[2] > 0.0
    assert down[0] < down[1] < down[2] < 0.0


def test_opposite_passages_are_not_tied():
    odds = np.full(2, -2.0)
    moved = after_decisions(odds, vectors([-1.0, 0.0], NORTH), decided([EAST], [4])).odds
    assert moved[0] == pytest.approx(moved[1])


def test_a_decision_that_the_model_expected_moves_nothing():
    odds = np.array([-3.6])
    assert after_decisions(odds, vectors(EAST), decided([EAST], [1], odds=-3.6)).odds == pytest.approx(odds)


def test_moves_add_up_and_name_their_decision():
    odds = np.array([-2.0])
    moved = after_decisions(odds, vectors(BETWEEN), decided([EAST, NORTH], [4, 1]))
    assert moved.odds - odds == pytest.approx(moved.by_decision.sum(axis=1))
    assert moved.by_decision[0, 0] > 0 > moved.by_decision[0, 1]


def test_more_decisions_of_a_kind_count_more():
    odds = np.array([-2.0])
    once = after_decisions(odds, vectors(EAST), decided([EAST], [4])).odds
    twice = after_decisions(odds, vectors(EAST), decided([EAST, EAST], [4, 4])).odds
    assert twice > once
