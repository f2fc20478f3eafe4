"""The relevance model: from features to P(a technology transfer officer would say 3 or 4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.grades import GradeThresholds
from matchmaker.matching.odds import probability
from matchmaker.matching.partners import PartnerModel

Floats = NDArray[np.float64]
# Added to the diagonal when missing features are inferred: keeps near-copies (title and text words) from fighting.
_RIDGE = 0.1


@dataclass(frozen=True)
class RelevanceModel:
    """A regularised logistic model over standardised features, f of them.

    names, rising  the features in order, and which of them may never lower the probability
    mean, scale    float64[f], of the training pairs
    covariance     float64[f, f] of the standardised features: infers what a missing one would add
    weights        float64[f], intercept: log-odds per standard deviation, and of an average training pair
    thresholds     the probabilities at which the grades begin
    partners       which candidates of a search stand out enough to be offered; None where that was not learnt, then
                   each is graded by itself
    version        names these weights; stored with every suggestion made by them
    """

    version: str
    encoder: str
    names: tuple[str, ...]
    rising: tuple[bool, ...]
    mean: Floats
    scale: Floats
    covariance: Floats
    weights: Floats
    intercept: float
    thresholds: GradeThresholds
    partners: PartnerModel | None = None
    provenance: dict[str, object] = field(default_factory=dict)

    def probabilities(self, features: NDArray[np.float32]) -> Floats:
        """float64[c] for float32[c, f]; NaN marks a missing feature.

        A row without any rising feature (nothing was compared) gives NaN: no evidence, no probability.
        """
        return probability(self.odds(features))

    def odds(self, features: NDArray[np.float32]) -> Floats:
        """Log-odds of the same, float64[c]."""
        odds = self.intercept + self.contributions(features).sum(axis=1)
        odds[np.isnan(features[:, self.rising]).all(axis=1)] = np.nan
        return np.asarray(odds)

    def contributions(self, features: NDArray[np.float32]) -> Floats:
        """Log-odds each feature adds against an average training pair, float64[c, f]; a missing one adds 0.

        What a missing feature would have said is inferred from those present (mean of a normal distribution given
        them), so its weight moves to its relatives: a need without words is judged by meaning, not taken for one
        whose words do not fit.
        """
        standard = (features.astype(np.float64) - self.mean) / self.scale
        absent = np.isnan(standard)
        present = np.where(absent, 0.0, standard)
        if not absent.any():
            return present * self.weights
        patterns, which = np.unique(absent, axis=0, return_inverse=True)
        weights = np.stack([self._weights_without(tuple(pattern.tolist())) for pattern in patterns])
        return present * weights[which.reshape(-1)]

    def standardised(self, features: NDArray[np.float32]) -> Floats:
        """Features in standard deviations, float64[c, f]; what is missing is inferred from what is there.

        `intercept + standardised @ weights` are the log-odds, up to the bound that keeps inference monotone.
        """
        standard = (features.astype(np.float64) - self.mean) / self.scale
        absent = np.isnan(standard)
        present = np.where(absent, 0.0, standard)
        patterns, which = np.unique(absent, axis=0, return_inverse=True)
        for number, pattern in enumerate(patterns):
            rows = np.flatnonzero(which.reshape(-1) == number)
            if pattern.any() and not pattern.all():
                inferred = present[np.ix_(rows, ~pattern)] @ _inference(self.covariance, pattern)
                present[np.ix_(rows, pattern)] = inferred
        return present

    def _weights_without(self, absent: tuple[bool, ...]) -> Floats:
        """Weights when these features are missing, float64[f]: 0 for them, their share added to their relatives."""
        known = self._known_patterns.get(absent)
        if known is None:
            known = self._known_patterns[absent] = _moved_weights(
                self.weights, self.covariance, np.array(absent), np.array(self.rising)
            )
        return known

    @cached_property
    def _known_patterns(self) -> dict[tuple[bool, ...], Floats]:
        return {}


def _inference(covariance: Floats, absent: NDArray[np.bool_]) -> Floats:
    """float64[present, absent]: the mean of each absent feature as a sum of those that are present."""
    here = ~absent
    inner = covariance[np.ix_(here, here)] + _RIDGE * np.eye(int(here.sum()))
    return np.asarray(np.linalg.solve(inner, covariance[np.ix_(here, absent)]))


def _moved_weights(weights: Floats, covariance: Floats, absent: NDArray[np.bool_], rising: NDArray[np.bool_]) -> Floats:
    moved = np.zeros_like(weights)
    here = ~absent
    if here.any():
        moved[here] = weights[here] + _inference(covariance, absent) @ weights[absent]
    # Inference must not break monotony: similarity may lose weight to a relative, never become a drawback.
    return np.where(rising, np.maximum(moved, 0.0), moved)
