"""What decisions say about other candidates: like a rejected one down, like an accepted one up.

A Gaussian process on the log-odds (Rasmussen and Williams 2006, chapter 2): the model's odds are the mean, two pairs
are tied where their candidates are alike and their needs are the same or alike, and what the decisions differ from the
model by spreads along these ties. It needs no training and answers at once; `evaluate score --known` uses the same
code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
        return cls(
            decisions, np.asarray(np.linalg.solve(_noisy_ties(decisions), _lessons(decisions)), dtype=np.float64)
        )

    def after(self, need: int, asked: Vectors, odds: Floats, candidates: Vectors) -> Moved:
        """Move the log-odds float64[c] of a need's candidates with unit vectors float32[c, d]; `asked` float32[d]."""
        given = self.decisions
        same = given.needs == need
        alike = np.broadcast_to(given.asked @ asked, (len(odds), len(same)))
        ties = _ties(np.broadcast_to(same, alike.shape), alike, candidates @ given.candidates.T)
        moves = ties * self.weights
        return Moved(_sharper(int(same.sum())) * (odds + moves.sum(axis=1)), moves)


def odds_in_time(decisions: Decisions) -> Floats:
    """Log-odds of each decision after those before it alone, float64[k]: what the service said when it was taken.

    `decisions` come in the order of time. One triangular factor gives all of these predictions at once: with
    L L' = ties + noise and L z = lessons, the prediction of a lesson from those before it is lesson - L_ii z_i.
    """
    lessons = _lessons(decisions)
    factor = np.linalg.cholesky(_noisy_ties(decisions))
    moved = lessons - np.diag(factor) * np.linalg.solve(factor, lessons)
    same = decisions.needs[:, None] == decisions.needs[None, :]
    own = np.tril(same, -1).sum(axis=1)
    return np.asarray(_sharper(own) * (decisions.odds + moved), dtype=np.float64)


def _lessons(decisions: Decisions) -> Floats:
    """What each decision says against the model, in log-odds."""
    surprise = np.interp(decisions.levels, _LEVELS, _ODDS) - decisions.odds
    accepted = decisions.levels >= _ACCEPTED
    return np.asarray(np.where(accepted, np.maximum(surprise, 0.0), np.minimum(surprise, 0.0)))


def _noisy_ties(decisions: Decisions) -> Floats:
    same = decisions.needs[:, None] == decisions.needs[None, :]
    ties = _ties(same, decisions.asked @ decisions.asked.T, decisions.candidates @ decisions.candidates.T)
    return np.asarray(ties + _NOISE * np.eye(len(ties)))


def _sharper(own: Any) -> Any:
    """Factor of the log-odds after so many decisions on the need (a number or an array of them)."""
    return 1.0 + _SHARPEN * own / (own + _SHARPEN_HALF)


def _ties(same: NDArray[np.bool_], needs: Vectors, candidates: Vectors) -> Floats:
    """Covariance of pairs: `same` need or not, and the similarities of their needs and of their candidates."""
    alike = np.maximum(candidates.astype(np.float64), 0.0)
    across = _ACROSS * np.maximum(needs.astype(np.float64), 0.0) ** _ACROSS_POWER * alike
    within = _ALIKE * alike**_ALIKE_POWER + _TOGETHER
    return np.asarray(np.where(same, within + across, across))
