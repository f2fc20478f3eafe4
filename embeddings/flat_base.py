"""A frozen block of vectors: FAISS for single queries, one matrix product for many; external ids beside it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.hits import Hits, no_hits, top_rows
from embeddings.runtime import import_faiss

# From here on a matrix product beats FAISS, whose bundled BLAS is old (64 queries x 54,000: 52 ms against 191 ms).
_BULK_QUERIES = 5

# Queries a product: 64 x 54,000 scores are 14 MB and stay near the cache.
_BLOCK_QUERIES = 64


class FlatBase:
    """Vectors float32[n, d] that never change, with rising ids int64[n]. Row i is ids[i] for ever: ids cannot shift."""

    def __init__(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """`ids` and `vectors` are checked already (see `vectors`)."""
        self.ids = ids
        faiss = import_faiss()
        self._faiss = faiss
        self._index: Any = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)
        # A view of FAISS's own memory: the vectors are held once. `_index` keeps it alive.
        pointer = self._index.get_xb()
        shape = (len(ids), vectors.shape[1])
        self.vectors: NDArray[np.float32] = (
            faiss.rev_swig_ptr(pointer, len(ids) * vectors.shape[1]).reshape(shape) if len(ids) else vectors
        )
        self.vectors.flags.writeable = False

    def __len__(self) -> int:
        return len(self.ids)

    def search(self, queries: NDArray[np.float32], k: int, mask: NDArray[np.bool_] | None) -> Hits:
        """The best k of the rows where bool[n] `mask` is true (None: all), for each query of float32[q, d]."""
        possible = len(self) if mask is None else int(np.count_nonzero(mask))
        if possible == 0 or k == 0 or len(queries) == 0:
            return no_hits(len(queries), k)
        if len(queries) < _BULK_QUERIES:
            return self._search_faiss(queries, min(k, possible), mask)
        return self._search_product(queries, min(k, possible), mask)

    def _search_faiss(self, queries: NDArray[np.float32], k: int, mask: NDArray[np.bool_] | None) -> Hits:
        parameters = None
        if mask is not None:
            bits = np.packbits(mask, bitorder="little")
            selector = self._faiss.IDSelectorBitmap(len(self), self._faiss.swig_ptr(bits))
            parameters = self._faiss.SearchParameters(sel=selector)
        scores, rows = self._index.search(queries, k, params=parameters)
        return Hits(np.where(rows < 0, -1, self.ids[rows]), np.where(rows < 0, -np.inf, scores).astype(np.float32))

    def _search_product(self, queries: NDArray[np.float32], k: int, mask: NDArray[np.bool_] | None) -> Hits:
        rows = None if mask is None else np.flatnonzero(mask)
        ids = self.ids if rows is None else self.ids[rows]
        vectors = self.vectors if rows is None else self.vectors[rows]
        hits = no_hits(len(queries), k)
        for start in range(0, len(queries), _BLOCK_QUERIES):
            scores = queries[start : start + _BLOCK_QUERIES] @ vectors.T
            for offset, row_scores in enumerate(scores):
                best = top_rows(row_scores, k)
                hits.ids[start + offset, : len(best)] = ids[best]
                hits.scores[start + offset, : len(best)] = row_scores[best]
        return hits
