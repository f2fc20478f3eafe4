"""Who stands out from the candidates searched, and what that does to the grades."""

import numpy as np
import pytest

from matchmaker.matching.grades import Grade
from matchmaker.matching.partners import LEAST_CROWD, SAMPLE, Crowd, PartnerModel, sample_of

MODEL = PartnerModel(intercept=2.0, odds=2.0, excess=1.0, threshold=0.2)


def test_excess_is_what_is_left_above_the_middle_after_chance():
    # The largest of 40 normal draws exceeds their middle by 1.96 deviations, of 200 by 2.576.
    assert Crowd(-2.0, 40).excess(np.array([0.0, -2.0])) == pytest.approx([2.0 - 1.96, -1.96], abs=1e-3)
    assert Crowd(-2.0, 200).excess(np.array([0.0])) == pytest.approx([2.0 - 2.576], abs=1e-3)


def test_a_crowd_of_one_has_nobody_to_stand_out_from():
    assert Crowd(-1.0, 1).excess(np.array([-1.0])).tolist() == [-1.0]
    assert Crowd(float("nan"), 0).excess(np.array([0.5])).tolist() == [0.5]


def test_the_same_odds_say_less_among_more_and_nearer_candidates():
    odds = np.array([-1.0])
    few, many = MODEL.probabilities(odds, Crowd(-3.0, 40)), MODEL.probabilities(odds, Crowd(-3.0, 4000))
    near = MODEL.probabilities(odds, Crowd(-1.5, 40))
    assert few > many
    assert few > near
    assert few == pytest.approx(1 / (1 + np.exp(-(2.0 - 2.0 + 2.0 - 1.96))), abs=1e-3)


def test_related_ones_are_fair_as_far_as_they_stand_out_and_others_stay():
    grades = [Grade.STRONG, Grade.FAIR, Grade.FAIR, Grade.WEAK, Grade.WEAK, Grade.NONE]
    likely = np.array([0.1, 0.2, 0.19, 0.2, 0.19, 0.9])
    expected = [Grade.STRONG, Grade.FAIR, Grade.WEAK, Grade.FAIR, Grade.WEAK, Grade.NONE]
    assert MODEL.offered(grades, likely) == expected


def test_the_sample_is_spread_over_all():
    assert sample_of(np.array([3, 5])).tolist() == [3, 5]
    sample = sample_of(np.arange(10 * SAMPLE))
    assert sample.tolist() == list(range(0, 10 * SAMPLE, 10))


@pytest.mark.parametrize("changes", [{"odds": -0.1}, {"excess": -0.1}, {"threshold": 0.0}, {"threshold": 1.0}])
def test_impossible_models_are_refused(changes):
    with pytest.raises(ValueError, match="may not be negative"):
        PartnerModel(**{"intercept": 0.0, "odds": 1.0, "excess": 1.0, "threshold": 0.5, **changes})


def test_a_small_crowd_is_filled_up_with_ordinary_ones():
    filled = Crowd(-1.0, 3).filled_up(-3.0)
    assert filled.size == LEAST_CROWD
    assert filled.middle == pytest.approx((3 * -1.0 + 17 * -3.0) / 20)
    assert Crowd(float("nan"), 2).filled_up(-3.0) == Crowd(-3.0, LEAST_CROWD)


def test_a_large_crowd_speaks_for_itself():
    assert Crowd(-1.0, LEAST_CROWD).filled_up(-3.0) == Crowd(-1.0, LEAST_CROWD)
    assert Crowd(-1.0, 3).filled_up(float("nan")) == Crowd(-1.0, 3)
