"""What is unusual is measured against a fixed sample: passages of the corpus, filled up with shipped ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.pooling import MOST, pool_best
from matchmaker.matching.space import Space

Vectors = NDArray[np.float32]

# Passages of the sample: enough for a steady mean of the highest hundredth, few enough to compare everybody with.
SAMPLE = 1024
# The nearest part of the sample that makes a crowd.
NEAREST = 0.01
_SEED = 20230101
_ROWS = 8192


def reference_passages(vectors: Vectors, space: Space) -> Vectors:
    """At most SAMPLE centred passages: drawn from the corpus, the rest from the shipped ones; the same every time."""
    random = np.random.default_rng(_SEED)
    own = vectors[np.sort(random.permutation(len(vectors))[:SAMPLE])]
    return np.concatenate([own, space.reference_passages[: SAMPLE - len(own)]])


def nearest_mean(similarity: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean of the highest hundredth of each row of float32[m, s], float32[m]."""
    count = max(1, round(similarity.shape[1] * NEAREST))
    top = np.partition(similarity, similarity.shape[1] - count, axis=1)[:, -count:]
    return np.asarray(top.mean(axis=1), dtype=np.float32)


def candidate_crowds(vectors: Vectors, indptr: NDArray[np.int64], reference: Vectors) -> NDArray[np.float32]:
    """Crowd of each candidate, float32[n]: mean over its passages of the nearest hundredth of the reference.

    A passage that is in the reference itself meets itself there; its own similarity of 1 is left out.
    """
    passage = np.empty(len(vectors), dtype=np.float32)
    for start in range(0, len(vectors), _ROWS):
        similarity = vectors[start : start + _ROWS] @ reference.T
        similarity[similarity > 0.9999] = -1.0
        passage[start : start + _ROWS] = nearest_mean(similarity)
    sizes = np.diff(indptr)
    owner = np.repeat(np.arange(len(sizes)), sizes)
    sums = np.bincount(owner, weights=passage, minlength=len(sizes))
    return np.where(sizes > 0, sums / np.maximum(sizes, 1), np.nan).astype(np.float32)


def candidate_luck(vectors: Vectors, indptr: NDArray[np.int64], space: Space) -> NDArray[np.float32]:
    """Luck of each candidate, float32[n]: what its best passages exceed its mean passage by, for unrelated needs.

    Measured on the shipped reference needs of all fields. Exactly 0 for small profiles (up to MOST passages): a
    second project is no unfair advantage, a two hundredth is.
    """
    sizes = np.diff(indptr)
    several = np.flatnonzero(sizes > MOST)
    luck = np.zeros(len(sizes), dtype=np.float32)
    if len(several) == 0:
        return luck
    rows = np.flatnonzero(np.repeat(sizes > MOST, sizes))
    inner = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes[several])])
    similarity = vectors[rows] @ space.reference_needs.T
    everyone = np.arange(len(several), dtype=np.int64)
    best = np.mean([pool_best(column, inner, everyone) for column in similarity.T], axis=0)
    mean = np.add.reduceat(similarity.mean(axis=1), inner[:-1]) / sizes[several]
    luck[several] = best - mean
    return luck
