"""What decisions say about other candidates: like a rejected one down, like an accepted one up.

A Gaussian process on the log-odds (Rasmussen and Williams 2006, chapter 2): the model's odds are the mean, two pairs
are tied where their candidates are alike and their needs are the same or alike, and what the decisions differ from the
model by spreads along these ties. It needs no training and answers at once; `evaluate score --known` uses the same
code.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Vectors = NDArray[np.float32]

# Log-odds that a decision of this level (1 not related to 4 strongly related) stands for; between them linear.
_LEVELS = np.array([1.0, 2.0, 3.0, 4.0])
_ODDS = np.array([-3.6, -1.2, 0.6, 1.8])
# From this level on a decision is an acceptance.
_ACCEPTED = 2.5
# Chosen on the development pairs (half of each need's labels given, the other half scored by a model that had not seen
# the need): variance that candidates of one need share by likeness and altogether, that pairs of alike needs share,
# and of a single decision.
_ALIKE = 2.0
_ALIKE_POWER = 0.7
_TOGETHER = 0.25
_ACROSS = 6.0
_ACROSS_POWER = 3
_NOISE = 4.0
# The process shrinks what it predicts; with this many decisions on a need half of that is made up for.
_SHARPEN = 0.4
_SHARPEN_HALF = 5.0
# A change of the log-odds that is worth telling.
NOTABLE = 0.3


@dataclass(frozen=True, slots=True)
class Decisions:
    """k decisions.

    needs       int64[k]: which need each is about
    asked       float32[k, d]: unit vector of that need
    candidates  float32[k, d]: unit vector of the candidate decided on
    odds        float64[k]: the model's log-odds of the pair
    levels      float64[k]: 1 to 4
    """

    needs: NDArray[np.int64]
    asked: Vectors
    candidates: Vectors
    odds: Floats
    levels: Floats


@dataclass(frozen=True, slots=True)
class Moved:
    """Log-odds after the decisions, float64[c], and by how much each decision moved each candidate, float64[c, k]."""

    odds: Floats
    by_decision: Floats


@dataclass(frozen=True, slots=True)
class DecisionMemory:
    """Decisions made ready to be asked: weights float64[k] are what each pulls with."""

    decisions: Decisions
    weights: Floats

    @classmethod
    def of(cls, decisions: Decisions) -> DecisionMemory:
        """Solves k equations: a second for two thousand decisions.

        An acceptance of what the model is surer of than people ever are teaches nothing, rather than lowering it; a
        rejection of what it thinks impossible likewise.
        """
        surprise = np.interp(decisions.levels, _LEVELS, _ODDS) - decisions.odds
        accepted = decisions.levels >= _ACCEPTED
        target = np.where(accepted, np.maximum(surprise, 0.0), np.minimum(surprise, 0.0))
        same = decisions.needs[:, None] == decisions.needs[None, :]
        ties = _ties(same, decisions.asked @ decisions.asked.T, decisions.candidates @ decisions.candidates.T)
        return cls(decisions, np.linalg.solve(ties + _NOISE * np.eye(len(target)), target))

    def after(self, need: int, asked: Vectors, odds: Floats, candidates: Vectors) -> Moved:
        """Move the log-odds float64[c] of a need's candidates with unit vectors float32[c, d]; `asked` float32[d]."""
        given = self.decisions
        same = given.needs == need
        alike = np.broadcast_to(given.asked @ asked, (len(odds), len(same)))
        ties = _ties(np.broadcast_to(same, alike.shape), alike, candidates @ given.candidates.T)
        moves = ties * self.weights
        own = int(same.sum())
        sharper = 1.0 + _SHARPEN * own / (own + _SHARPEN_HALF)
        return Moved(sharper * (odds + moves.sum(axis=1)), moves)


def _ties(same: NDArray[np.bool_], needs: Vectors, candidates: Vectors) -> Floats:
    """Covariance of pairs: `same` need or not, and the similarities of their needs and of their candidates."""
    alike = np.maximum(candidates.astype(np.float64), 0.0)
    across = _ACROSS * np.maximum(needs.astype(np.float64), 0.0) ** _ACROSS_POWER * alike
    within = _ALIKE * alike**_ALIKE_POWER + _TOGETHER
    return np.asarray(np.where(same, within + across, across))
