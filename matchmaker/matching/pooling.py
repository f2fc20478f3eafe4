"""From passages to candidates: the mean of a candidate's best three passages, of fewer in a small profile.

On a reviewers' gold standard (profiles of many passages) the mean of the best three was better than the best one and
than the mean of all: one lucky passage does not make an expert, unrelated passages do not unmake one. A profile of
two or three passages is another thing: there the best three are all of them, and a second line of work would count
against the first. On the development data of expert finding, where such profiles are most, the best passage alone is
better (MRR@10 0.093 against 0.087). So a third of the passages counts, at least one and at most three.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MOST = 3


def passage_positions(
    indptr: NDArray[np.int64], candidates: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Positions of the candidates' passages, candidate after candidate, and where each candidate's begin.

    `indptr` int64[n + 1] gives the passage range of each of the n candidates. Returns (positions int64[m],
    starts int64[c + 1]).
    """
    sizes = indptr[candidates + 1] - indptr[candidates]
    starts = np.zeros(len(candidates) + 1, dtype=np.int64)
    np.cumsum(sizes, out=starts[1:])
    offsets = np.repeat(indptr[candidates] - starts[:-1], sizes)
    return np.arange(starts[-1], dtype=np.int64) + offsets, starts


def counted(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many of its best passages count for a candidate with this many: 1, 1, 1, 2, 2, 2, 3, 3, 3, 3 ..."""
    return np.clip((sizes + 2) // 3, 1, MOST)


def pool_best(
    values: NDArray[np.float32], indptr: NDArray[np.int64], candidates: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Mean of the largest passage values of each candidate, as many as `counted` says.

    `values` float32[p] holds one number per passage of the corpus. Returns float32[c]; a candidate without a
    passage gets NaN (missing).
    """
    positions, starts = passage_positions(indptr, candidates)
    chosen = values[positions]
    sizes = np.diff(starts)
    if len(chosen) == len(candidates) and bool((sizes == 1).all()):
        return chosen.astype(np.float32, copy=False)
    owner = np.repeat(np.arange(len(candidates)), sizes)
    order = np.lexsort((-chosen, owner))
    rank = np.arange(len(chosen)) - np.repeat(starts[:-1], sizes)
    best = counted(sizes)
    kept = order[rank < np.repeat(best, sizes)]
    sums = np.bincount(owner[kept], weights=chosen[kept], minlength=len(candidates))
    pooled = np.where(sizes > 0, sums / best, np.nan)
    return pooled.astype(np.float32)


def best_passage(values: NDArray[np.float32], indptr: NDArray[np.int64], candidate: int) -> tuple[int, float] | None:
    """Position and value of a candidate's best passage, or None where it has no passage."""
    start, stop = int(indptr[candidate]), int(indptr[candidate + 1])
    if start == stop:
        return None
    position = start + int(np.argmax(values[start:stop]))
    return position, float(values[position])
