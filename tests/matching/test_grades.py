"""Where grades begin."""

import math

import numpy as np
import pytest

from matchmaker.matching.grades import Grade, GradeThresholds

THRESHOLDS = GradeThresholds(strong=0.5, fair=0.25, weak=0.125)


def test_each_grade_begins_at_its_threshold():
    said = np.array([0.5, 0.4999, 0.25, 0.125, 0.1249, math.nan])
    assert THRESHOLDS.grades(said) == [Grade.STRONG, Grade.FAIR, Grade.FAIR, Grade.WEAK, Grade.NONE, Grade.NONE]


def test_codes_are_stable():
    assert [grade.value for grade in Grade] == ["strong", "fair", "weak", "none"]


@pytest.mark.parametrize(("strong", "fair", "weak"), [(0.3, 0.3, 0.1), (0.2, 0.3, 0.1), (1.0, 0.5, 0.1), (0.5, 0.2, 0)])
def test_thresholds_out_of_order_are_refused(strong, fair, weak):
    with pytest.raises(ValueError, match="must rise"):
        GradeThresholds(strong=strong, fair=fair, weak=weak)
