"""The same need never falls into two folds."""

import numpy as np

from matchmaker.evaluation.folds import grouped_folds, groups


def test_equal_texts_share_a_group_whatever_their_case_and_punctuation():
    found = groups(["高盐废水 零排放！", "高盐废水，零排放", "ABC-1", "abc 1", "abc 2"])
    assert found.tolist() == [0, 0, 1, 1, 2]


def test_no_group_is_split_and_folds_are_even():
    group = np.repeat(np.arange(103), 3)
    fold = grouped_folds(group, 5, seed=0)
    assert all(len(set(fold[group == g])) == 1 for g in range(103))
    assert np.bincount(fold).tolist() == [63, 63, 63, 60, 60]


def test_the_seed_decides():
    group = np.arange(50)
    assert grouped_folds(group, 5, 1).tolist() == grouped_folds(group, 5, 1).tolist()
    assert grouped_folds(group, 5, 1).tolist() != grouped_folds(group, 5, 2).tolist()


def test_nothing_to_fold():
    assert len(grouped_folds(np.zeros(0, dtype=np.int64), 5, 0)) == 0
