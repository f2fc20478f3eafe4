"""Probabilities for pairs whose needs the fitting had not seen: grouped folds, calibrated inside the training part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.evaluation.fitting import Fit, fit_field, fit_levels, fit_scale
from matchmaker.evaluation.folds import grouped_folds
from matchmaker.matching.odds import probability

Floats = NDArray[np.float64]
RELEVANT_ABOVE = 2.5
# Added to the seed for the inner folds, so that they cut differently from the outer ones.
_INNER = 1000


@dataclass(frozen=True)
class TrainingSet:
    """Pairs to learn from: features float32[n, f], levels float64[n], and the group of each pair's need, int64[n].

    `rising` bool[f]: features whose weight may not be negative. `asked` float32[n, d]: the direction of each pair's
    need; with d = 0 nothing is learnt about fields.
    """

    features: NDArray[np.float32]
    levels: Floats
    groups: NDArray[np.int64]
    rising: NDArray[np.bool_]
    asked: NDArray[np.float32]

    def part(self, rows: NDArray[np.bool_]) -> TrainingSet:
        """The pairs where bool[n] is true."""
        return TrainingSet(self.features[rows], self.levels[rows], self.groups[rows], self.rising, self.asked[rows])

    @property
    def positive(self) -> NDArray[np.bool_]:
        """Whether each level is 3 or 4."""
        return self.levels > RELEVANT_ABOVE


@dataclass(frozen=True, slots=True)
class Standard:
    """Mean and scale float64[f] of the training features; a constant feature keeps the scale 1."""

    mean: Floats
    scale: Floats

    @classmethod
    def of(cls, features: NDArray[np.float32]) -> Standard:
        """NaN (missing) is left out."""
        mean, scale = np.nanmean(features, axis=0), np.nanstd(features, axis=0)
        return cls(mean.astype(np.float64), np.where(scale > 1e-6, scale, 1.0).astype(np.float64))

    def __call__(self, features: NDArray[np.float32]) -> Floats:
        """Standardised features float64[n, f]; in training a missing one stands at the mean."""
        return np.asarray(np.nan_to_num((features - self.mean) / self.scale))


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A fit whose log-odds are right for needs it had not seen: of standardised features, plus those of the field.

    `field` float32[d]: log-odds by the direction of a need.
    """

    standard: Standard
    fit: Fit
    field: NDArray[np.float32]

    def odds(self, data: TrainingSet) -> Floats:
        """float64[n]."""
        return np.asarray(self.fit.odds(self.standard(data.features)) + data.asked @ self.field)


def fit_calibrated(data: TrainingSet, *, ridge: float, folds: int, seed: int) -> Calibrated:
    """Fit, then scale the log-odds so that they are right for needs the fit had not seen (inner grouped folds).

    What is then still wrong with them is learnt by field of the need.
    """
    standard = Standard.of(data.features)
    features = standard(data.features)
    inner = grouped_folds(_dense(data.groups), folds, seed + _INNER)
    odds = np.zeros(len(data.levels))
    for fold in np.unique(inner):
        test = inner == fold
        odds[test] = fit_levels(features[~test], data.levels[~test], ridge=ridge, rising=data.rising).odds(
            features[test]
        )
    slope, offset = fit_scale(odds, data.positive)
    fit = fit_levels(features, data.levels, ridge=ridge, rising=data.rising)
    field = fit_field(data.asked, data.levels, slope * odds + offset)
    return Calibrated(standard, Fit(slope * fit.intercept + offset, slope * fit.weights), field)


def out_of_fold(data: TrainingSet, *, ridge: float, folds: int, seed: int) -> Floats:
    """Probability of each pair by a model that saw none of its need's pairs, float64[n]."""
    outer = grouped_folds(_dense(data.groups), folds, seed)
    odds = np.zeros(len(data.levels))
    for fold in np.unique(outer):
        test = outer == fold
        odds[test] = fit_calibrated(data.part(~test), ridge=ridge, folds=folds, seed=seed).odds(data.part(test))
    return probability(odds)


def _dense(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray(np.unique(groups, return_inverse=True)[1], dtype=np.int64)
