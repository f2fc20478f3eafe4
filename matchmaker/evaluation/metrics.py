"""Figures that judge a ranking or a probability against judged levels. Each takes one ranked list or a pool of pairs.

Levels: 4 strongly related, 3 fairly, 2 weakly, 1 not (any number is accepted). A pair is relevant from level 3 on.
What cannot be computed (no relevant pair, one class only) is NaN, never a made-up zero.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RELEVANT = 3.0
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def gains(levels: Floats) -> Floats:
    """Gain of each level: 2^(level - 1) - 1, that is 0, 1, 3, 7 for levels 1 to 4; never negative."""
    return np.maximum(np.exp2(levels - 1.0) - 1.0, 0.0)


def ndcg(ranked: Floats, judged: Floats, k: int = 10) -> float:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002) of the first k.

    `ranked`: levels in ranked order (NaN: not judged, gain 0); `judged`: all judged levels of the query, in any order.
    """
    discount = 1.0 / np.log2(np.arange(2, k + 2))
    ideal = np.sort(gains(judged))[::-1][:k]
    best = float(ideal @ discount[: len(ideal)])
    if best == 0.0:
        return float("nan")
    got = np.nan_to_num(gains(ranked[:k]))
    return float(got @ discount[: len(got)]) / best


def reciprocal_rank(relevant: Bools, k: int | None = None) -> float:
    """1 / rank of the first relevant item in ranked order, 0 where none is among the first k."""
    hits = np.flatnonzero(relevant[:k])
    return 1.0 / (1.0 + float(hits[0])) if len(hits) else 0.0


def precision_at(relevant: Bools, k: int) -> float:
    """Share of relevant items among the first k; a shorter list counts as filled with irrelevant ones."""
    return float(relevant[:k].sum()) / k


def recall_at(relevant: Bools, total: int, k: int) -> float:
    """Share of the query's `total` relevant items that are among the first k."""
    return float(relevant[:k].sum()) / total if total else float("nan")


def ranks(values: Floats) -> Floats:
    """Ranks from 1, ties share their mean rank."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    first = np.r_[True, ordered[1:] != ordered[:-1]]
    group = np.cumsum(first) - 1
    bounds = np.r_[np.flatnonzero(first), len(values)]
    mean = (bounds[:-1] + bounds[1:] + 1) / 2.0
    out = np.empty(len(values))
    out[order] = mean[group]
    return out


def auc(scores: Floats, positive: Bools) -> float:
    """Chance that a positive pair scores above a negative one (ties half), by the rank sum."""
    hits = int(positive.sum())
    misses = len(positive) - hits
    if hits == 0 or misses == 0:
        return float("nan")
    return float(ranks(scores)[positive].sum() - hits * (hits + 1) / 2) / (hits * misses)


def spearman(scores: Floats, levels: Floats) -> float:
    """Rank correlation; NaN where one side is constant."""
    if len(scores) < 2:
        return float("nan")
    a, b = ranks(scores), ranks(levels)
    a, b = a - a.mean(), b - b.mean()
    scale = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / scale if scale > 0 else float("nan")


def calibration_bins(probabilities: Floats, positive: Bools, bins: int = 10) -> list[tuple[float, float, int]]:
    """(mean probability, observed share, count) of bins with equal counts, from the lowest probability up."""
    order = np.argsort(probabilities, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return [(float(probabilities[p].mean()), float(positive[p].mean()), len(p)) for p in parts]


def calibration_error(probabilities: Floats, positive: Bools, bins: int = 10) -> float:
    """Mean absolute difference of said and observed over equal-count bins, weighted by count."""
    if len(probabilities) == 0:
        return float("nan")
    table = calibration_bins(probabilities, positive, bins)
    return sum(count * abs(said - seen) for said, seen, count in table) / len(probabilities)


def brier_skill(probabilities: Floats, positive: Bools) -> float:
    """1 - Brier score over that of always saying the base rate; above 0 is better than the base rate."""
    base = float(positive.mean()) if len(positive) else 0.0
    if base in (0.0, 1.0):
        return float("nan")
    return 1.0 - float(np.mean((probabilities - positive) ** 2)) / (base * (1.0 - base))
