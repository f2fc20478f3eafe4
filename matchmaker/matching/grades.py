"""The four grades a pair can get, and the probabilities at which they begin."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class Grade(StrEnum):
    """How well a candidate fits a need. Stored and sent by code; `matchmaker.locale` names it.

    strong 高度相关, fair 较相关, weak 弱相关, none 暂无合适对象 (as a pair's grade: not related).
    """

    STRONG = "strong"
    FAIR = "fair"
    WEAK = "weak"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class GradeThresholds:
    """Probabilities (0 < weak < fair < strong < 1) from which each grade is given; below `weak` it is none.

    They are chosen in training for a stated precision on needs the model had not seen, see the weights file.
    """

    strong: float
    fair: float
    weak: float

    def __post_init__(self) -> None:
        if not 0.0 < self.weak < self.fair < self.strong < 1.0:
            raise ValueError(f"thresholds must rise from weak to strong inside (0, 1): {self}")

    def grade(self, probability: float) -> Grade:
        """The grade of one probability; a NaN is no evidence at all and gives none."""
        if probability >= self.strong:
            return Grade.STRONG
        if probability >= self.fair:
            return Grade.FAIR
        return Grade.WEAK if probability >= self.weak else Grade.NONE

    def grades(self, probabilities: NDArray[np.float64]) -> list[Grade]:
        """`grade` for float64[c]."""
        return [self.grade(float(p)) for p in probabilities]
