"""What decisions on a need say about its other candidates: like a rejected one down, like an accepted one up.

A Gaussian process on the log-odds within one need (Rasmussen and Williams 2006, chapter 2): the model's odds are the
mean, two candidates are tied by the similarity of their passages, and what the decisions differ from the model by
spreads along these ties. It needs no training and answers at once; `evaluate score --known` uses the same code.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Log-odds that a decision of this level (1 not related to 4 strongly related) stands for; between them linear.
_LEVELS = np.array([1.0, 2.0, 3.0, 4.0])
_ODDS = np.array([-3.6, -1.7, 0.6, 2.2])
# Variance tied to the similarity of two candidates, common to all candidates of the need, and of a decision itself:
# chosen on the development pairs (half of each need's labels given, the other half scored).
_TIED = 4.0
_COMMON = 0.2
_NOISE = 2.0
# A change of the log-odds that is worth telling.
NOTABLE = 0.3


@dataclass(frozen=True, slots=True)
class Decided:
    """Decisions on one need: unit vectors float32[k, d] of the candidates, the model's log-odds and the levels."""

    vectors: NDArray[np.float32]
    odds: Floats
    levels: Floats


@dataclass(frozen=True, slots=True)
class Moved:
    """Log-odds after the decisions, float64[c], and by how much each decision moved each candidate, float64[c, k]."""

    odds: Floats
    by_decision: Floats


def after_decisions(odds: Floats, vectors: NDArray[np.float32], decided: Decided) -> Moved:
    """Move the log-odds float64[c] of candidates with unit vectors float32[c, d]. No decision moves nothing."""
    if len(decided.levels) == 0:
        return Moved(odds.copy(), np.zeros((len(odds), 0)))
    target = np.interp(decided.levels, _LEVELS, _ODDS)
    inner = _ties(decided.vectors, decided.vectors) + _NOISE * np.eye(len(target))
    weight = np.linalg.solve(inner, target - decided.odds)
    moves = _ties(vectors, decided.vectors) * weight
    return Moved(odds + moves.sum(axis=1), moves)


def _ties(left: NDArray[np.float32], right: NDArray[np.float32]) -> Floats:
    return np.asarray(_TIED * np.maximum(left @ right.T, 0.0) + _COMMON, dtype=np.float64)
