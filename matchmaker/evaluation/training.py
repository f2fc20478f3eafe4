"""Training the weights that ship: cross-validated figures and thresholds first, then the fit on all pairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.evaluation.cross_validation import TrainingSet, fit_calibrated, out_of_fold
from matchmaker.matching.features import FEATURES
from matchmaker.matching.grades import GradeThresholds
from matchmaker.matching.model import RelevanceModel

Floats = NDArray[np.float64]

# What the training pairs can teach: profile_size is the same for all of them (bare titles), and in their registry being
# in a crowd speaks for a candidate, where in a large one it speaks against it (MRR@10 of expert finding fell by 0.003).
FIELD = "need_field"
TRAINED = tuple(name for name in FEATURES if name not in ("profile_size", "candidate_crowd", FIELD))
RIDGE = 300.0
FOLDS = 5
# The figures and thresholds come from this many different cuts into folds, averaged.
REPEATS = 6


@dataclass(frozen=True, slots=True)
class GradePrecision:
    """What share of the pairs of a grade is promised to be how related, on needs not seen in training.

    strong and fair promise level 3 or 4, weak promises level 2 or more.
    """

    strong: float = 0.5
    fair: float = 0.3
    weak: float = 0.8


def out_of_fold_mean(data: TrainingSet, seed: int, *, folds: int = FOLDS) -> Floats:
    """Out-of-fold probabilities averaged over REPEATS cuts, float64[n]."""
    runs = [out_of_fold(data, ridge=RIDGE, folds=folds, seed=seed + run) for run in range(REPEATS)]
    return np.asarray(np.mean(runs, axis=0))


def choose_thresholds(probabilities: Floats, levels: Floats, promised: GradePrecision) -> GradeThresholds:
    """The lowest probability for each grade from which on the promised precision holds on these pairs."""
    weak = _lowest(probabilities, levels > 1.5, promised.weak)
    fair = _lowest(probabilities, levels > 2.5, promised.fair)
    strong = _lowest(probabilities, levels > 2.5, promised.strong)
    return GradeThresholds(strong=strong, fair=fair, weak=weak)


def train_model(
    data: TrainingSet, names: tuple[str, ...], thresholds: GradeThresholds, *, seed: int, version: str, encoder: str
) -> tuple[RelevanceModel, NDArray[np.float32]]:
    """Fit on all pairs. `names` are the columns of `data.features`.

    Returns the model, in which FIELD is one more feature that is already in log-odds, and the field's float32[d].
    """
    found = fit_calibrated(data, ridge=RIDGE, folds=FOLDS, seed=seed)
    columns = np.c_[found.standard(data.features), data.asked @ found.field]
    model = RelevanceModel(
        version=version,
        encoder=encoder,
        names=(*names, FIELD),
        rising=(*(bool(up) for up in data.rising), FEATURES[FIELD].rising),
        mean=np.append(found.standard.mean, 0.0),
        scale=np.append(found.standard.scale, 1.0),
        covariance=np.cov(columns.T),
        weights=np.append(found.fit.weights, 1.0),
        intercept=found.fit.intercept,
        thresholds=thresholds,
    )
    return model, found.field


def _lowest(probabilities: Floats, wanted: NDArray[np.bool_], precision: float) -> float:
    """Lowest p with precision(probability >= p) >= precision, smoothed by one miss so that a lucky top is no proof."""
    order = np.argsort(-probabilities, kind="stable")
    seen = np.arange(1, len(order) + 1)
    kept = np.cumsum(wanted[order]) / (seen + 1.0)
    good = np.flatnonzero(kept >= precision)
    if len(good) == 0:
        raise ValueError(f"no probability reaches a precision of {precision}")
    return float(probabilities[order[good[-1]]])
