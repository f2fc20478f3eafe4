"""Fitting the relevance model: a regularised logistic over all level thresholds, monotone where it must be.

All thresholds share one weight vector (the all-threshold loss of Rennie and Srebro 2005, "Loss functions for
preference levels"): that 2 is above 1 and 4 above 3 teaches the same direction as that 3 is above 2, which the few
pairs of level 3 and 4 alone could not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.odds import probability

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# Thresholds between levels and how much each counts; the middle one is what the probability speaks of.
THRESHOLDS = ((1.5, 0.5), (2.5, 1.0), (3.5, 0.5))
_TARGET = 1
# What a level says about a pair, in log-odds, and the penalty of `fit_field` (variance of a judgement over that of a
# field): chosen by cross-validation.
_LEVELS, _LEVEL_ODDS = (1.0, 2.0, 3.0, 4.0), (-3.6, -1.2, 0.6, 1.8)
_FIELD_PENALTY = 25.0
_STEPS = 60
_ENOUGH = 1e-8


@dataclass(frozen=True, slots=True)
class Fit:
    """Log-odds = intercept + features @ weights; float64[f] for standardised features."""

    intercept: float
    weights: Floats

    def odds(self, features: Floats) -> Floats:
        """Log-odds that the level is 3 or 4, float64[n]."""
        return self.intercept + features @ self.weights


def fit_levels(features: Floats, levels: Floats, *, ridge: float, rising: Bools) -> Fit:
    """Fit standardised features float64[n, f] to levels float64[n].

    `ridge` is the penalty on squared weights. Weights of `rising` features are at least 0: the one that pulls down
    most is set to 0 and the rest fitted again, until none does (active set).
    """
    free = np.ones(features.shape[1], dtype=bool)
    while True:
        intercepts, weights = _newton(features[:, free], levels, ridge)
        below = np.flatnonzero(free)[(weights < 0) & rising[free]]
        if len(below) == 0:
            full = np.zeros(features.shape[1])
            full[free] = weights
            return Fit(float(intercepts[_TARGET]), full)
        free[below[np.argmin(weights[np.searchsorted(np.flatnonzero(free), below)])]] = False


def _newton(features: Floats, levels: Floats, ridge: float) -> tuple[Floats, Floats]:
    """Newton's method on intercepts (one per threshold) and shared weights; the loss is convex."""
    count, width = len(THRESHOLDS), features.shape[1]
    known = np.zeros(count + width)
    penalty = np.r_[np.full(count, 1e-6), np.full(width, ridge)]
    for _ in range(_STEPS):
        gradient, curvature = penalty * known, np.diag(penalty)
        for place, (threshold, share) in enumerate(THRESHOLDS):
            said = probability(known[place] + features @ known[count:])
            slope = share * (said - (levels > threshold))
            bend = share * said * (1.0 - said)
            gradient[place] += slope.sum()
            gradient[count:] += features.T @ slope
            cross = features.T @ bend
            curvature[place, place] += bend.sum()
            curvature[place, count:] += cross
            curvature[count:, place] += cross
            curvature[count:, count:] += (features * bend[:, None]).T @ features
        step = np.linalg.solve(curvature, gradient)
        known -= step * _bounded(step)
        if np.abs(step).max() < _ENOUGH:
            break
    return known[:count], known[count:]


def fit_scale(odds: Floats, positive: Bools) -> tuple[float, float]:
    """Slope and offset that calibrate log-odds to a yes or no (Platt 1999, with his smoothed targets).

    The slope is drawn to 1 with the weight of one pair, so that odds that tell nothing leave it alone. It is never
    negative: odds that are worse than nothing on unseen needs give everybody the base rate.
    """
    hits, misses = int(positive.sum()), int((~positive).sum())
    target = np.where(positive, (hits + 1.0) / (hits + 2.0), 1.0 / (misses + 2.0))
    middle = odds.mean()
    design = np.stack([odds - middle, np.ones_like(odds)], axis=1)
    penalty, prior = np.array([1.0, 1e-6]), np.array([1.0, middle])
    known = prior.copy()
    for _ in range(_STEPS):
        said = probability(design @ known)
        curvature = (design * (said * (1.0 - said))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curvature, design.T @ (said - target) + penalty * (known - prior))
        known = known - step * _bounded(step)
        if np.abs(step).max() < _ENOUGH:
            break
    if known[0] <= 0.0:
        return 0.0, float(np.log(target.mean() / (1.0 - target.mean())))
    return float(known[0]), float(known[1] - known[0] * middle)


def fit_field(asked: NDArray[np.float32], levels: Floats, odds: Floats) -> NDArray[np.float32]:
    """Log-odds by direction, float32[d], that explain what `odds` float64[n] of unseen needs get wrong.

    Ridge regression of the difference to what each level stands for, on float32[n, d]: strong enough a penalty that a
    field says little before many needs of it were judged.
    """
    wrong = np.interp(levels, _LEVELS, _LEVEL_ODDS) - odds
    directions = asked.astype(np.float64)
    inner = directions.T @ directions + _FIELD_PENALTY * np.eye(directions.shape[1])
    return np.asarray(np.linalg.solve(inner, directions.T @ (wrong - wrong.mean())), dtype=np.float32)


def _bounded(step: Floats) -> float:
    """A long step overshoots where the loss is flat; a few units of log-odds are far enough at once."""
    return min(1.0, 6.0 / max(float(np.abs(step).max()), 1e-12))
