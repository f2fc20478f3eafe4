"""What a search returns: ids and scores, best first, one row per query."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Hits:
    """`ids` int64[q, k] and `scores` float32[q, k], by falling score, equal scores by rising id.

    Where fewer than k exist, the rest is -1 and -inf.
    """

    ids: NDArray[np.int64]
    scores: NDArray[np.float32]

    def of(self, query: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The ids and scores of one query, without the padding."""
        found = self.ids[query] >= 0
        return self.ids[query][found], self.scores[query][found]


def no_hits(queries: int, k: int) -> Hits:
    """Nothing found: padding only."""
    return Hits(np.full((queries, k), -1, np.int64), np.full((queries, k), -np.inf, np.float32))


def best_of(ids: NDArray[np.int64], scores: NDArray[np.float32], k: int) -> Hits:
    """The best k of candidates that are already few: ids int64[q, m], scores float32[q, m]; -1 marks padding."""
    padded = np.where(ids < 0, -np.inf, scores)
    order = np.lexsort((ids, -padded), axis=1)[:, :k]
    hits = no_hits(len(ids), k)
    kept = order.shape[1]
    hits.ids[:, :kept] = np.take_along_axis(ids, order, axis=1)
    hits.scores[:, :kept] = np.take_along_axis(padded, order, axis=1)
    return hits


def top_rows(scores: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Row numbers of the best k of float32[n], best first, ties by rising row; -inf never counts.

    argpartition alone may take any of several tied rows at the border; here the first rows win.
    """
    if k < len(scores):
        border = np.partition(scores, len(scores) - k)[len(scores) - k]
        above = np.flatnonzero(scores > border)
        tied = np.flatnonzero(scores == border)[: k - len(above)]
        rows = np.concatenate([above, tied])
    else:
        rows = np.arange(len(scores))
    rows = rows[scores[rows] > -np.inf]
    order: NDArray[np.int64] = np.lexsort((rows, -scores[rows]))
    return np.asarray(rows[order], np.int64)
