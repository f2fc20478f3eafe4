"""Exact nearest neighbours by inner product, filtered before the search, immutable for readers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embeddings.errors import BadIds
from embeddings.flat_base import FlatBase
from embeddings.hits import Hits, best_of
from embeddings.sorted_ids import mask_of, rows_of
from embeddings.vectors import check_ids, check_vectors


@dataclass(frozen=True)
class VectorIndex:
    """A frozen base, a small frozen delta, and a mask of base rows that are gone.

    A change makes a new object that shares the base; whoever searches an old one is never disturbed. When
    `delta_share` passes some 5 %, `compacted()` makes a new base (a job's work, not a reader's).
    """

    base: FlatBase
    delta: FlatBase
    base_live: NDArray[np.bool_]

    @classmethod
    def build(cls, ids: ArrayLike, vectors: ArrayLike, *, dimension: int | None = None) -> VectorIndex:
        """Index float32[n, d] unit vectors under int64[n] ids.

        Raises `BadIds` for repeated or negative ids, `BadVectors` for NaN, zero, wrong size or length. For an empty
        index pass vectors of shape [0, d].
        """
        checked_ids = check_ids(ids)
        checked = check_vectors(vectors, rows=len(checked_ids), dimension=dimension)
        if (np.diff(checked_ids) < 0).any():
            order = np.argsort(checked_ids)
            checked_ids, checked = checked_ids[order], checked[order]
        base = FlatBase(checked_ids, checked)
        delta = FlatBase(np.empty(0, np.int64), np.empty((0, checked.shape[1]), np.float32))
        return cls(base, delta, np.ones(len(base), np.bool_))

    @property
    def dimension(self) -> int:
        """The length d of the vectors."""
        return int(self.base.vectors.shape[1])

    @property
    def ids(self) -> NDArray[np.int64]:
        """int64[n]: the live ids, in the order of `scores`."""
        return np.concatenate([self.base.ids[self.base_live], self.delta.ids])

    @property
    def vectors(self) -> NDArray[np.float32]:
        """float32[n, d]: a copy of the live vectors, in the order of `ids`."""
        return np.concatenate([self.base.vectors[self.base_live], self.delta.vectors])

    def __len__(self) -> int:
        return int(np.count_nonzero(self.base_live)) + len(self.delta)

    @property
    def delta_share(self) -> float:
        """The part of the index that is not a clean base: added and removed rows over live ones."""
        changed = len(self.delta) + int(np.count_nonzero(~self.base_live))
        return changed / max(len(self), 1)

    def with_changes(self, added_ids: ArrayLike, added_vectors: ArrayLike, removed_ids: ArrayLike = ()) -> VectorIndex:
        """A new index. Removals come first, so an id is replaced by being in both; absent ones are ignored.

        Raises as `build` does, also for an added id that is present; this index is unchanged in any case.
        """
        ids = check_ids(added_ids)
        vectors = np.asarray(added_vectors)
        if len(ids) or vectors.size:
            vectors = check_vectors(vectors, rows=len(ids), dimension=self.dimension)
        else:
            vectors = np.empty((0, self.dimension), np.float32)
        live = self.base_live & ~mask_of(self.base.ids, removed_ids)
        kept = ~mask_of(self.delta.ids, removed_ids)
        clash = ids[_holds(self.base, live, ids) | _holds(self.delta, kept, ids)]
        if len(clash):
            raise BadIds(reason="they are present already", ids=clash[:10].tolist())
        delta_ids = np.concatenate([self.delta.ids[kept], ids])
        order = np.argsort(delta_ids)
        delta_vectors = np.concatenate([self.delta.vectors[kept], vectors])[order]
        return VectorIndex(self.base, FlatBase(delta_ids[order], delta_vectors), live)

    def compacted(self) -> VectorIndex:
        """The same vectors, all in the base."""
        return VectorIndex.build(self.ids, self.vectors)

    def search(self, queries: ArrayLike, k: int, allowed: ArrayLike | None = None) -> Hits:
        """The best k for each query: ids int64[q, k], scores float32[q, k], padded with -1 and -inf.

        `queries` float32[q, d] are unit vectors, so a score is the cosine. `allowed` are the only ids that may be
        found (None: all), for all queries alike; the filter comes before the search, so what is found is exact and
        tells nothing of what is hidden. Raises `BadVectors`.
        """
        checked = check_vectors(queries, dimension=self.dimension)
        if k < 0:
            raise ValueError(f"k is {k}, at least 0 is needed")
        first, second = (part.search(checked, k, _mask(part, live, allowed)) for part, live in self._parts())
        hits = best_of(np.hstack([first.ids, second.ids]), np.hstack([first.scores, second.scores]), k)
        return best_of(hits.ids, self._rescored(checked, hits.ids), k)

    def _rescored(self, queries: NDArray[np.float32], ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """float32[q, k]: the scores of what was found, computed in one way.

        FAISS and the matrix product differ in the last bit, and so do rows at different places of a block; so equal
        vectors could get unequal scores, and their order could depend on what lies in the delta.
        """
        scores = np.zeros(ids.shape, np.float32)
        for row, query in enumerate(queries):
            found = ids[row] >= 0
            vectors = self.vectors_of(ids[row][found])
            scores[row, found] = np.einsum("ij,j->i", vectors, query)
        return scores

    def scores(self, queries: ArrayLike) -> NDArray[np.float32]:
        """float32[q, n]: the inner product of every query with every live vector, in the order of `ids`."""
        checked = check_vectors(queries, dimension=self.dimension)
        return np.hstack([(checked @ self.base.vectors.T)[:, self.base_live], checked @ self.delta.vectors.T])

    def vectors_of(self, ids: ArrayLike) -> NDArray[np.float32]:
        """float32[m, d]: the vectors of these ids. Raises `BadIds` for one that is not there."""
        wanted = np.asarray(ids, np.int64)
        found = np.empty((len(wanted), self.dimension), np.float32)
        missing = np.ones(len(wanted), np.bool_)
        for part, live in self._parts():
            here = _holds(part, live, wanted)
            found[here] = part.vectors[rows_of(part.ids, wanted[here])]
            missing &= ~here
        if missing.any():
            raise BadIds(reason="they are not in the index", ids=wanted[missing][:10].tolist())
        return found

    def _parts(self) -> tuple[tuple[FlatBase, NDArray[np.bool_]], ...]:
        return (self.base, self.base_live), (self.delta, np.ones(len(self.delta), np.bool_))


def _mask(part: FlatBase, live: NDArray[np.bool_], allowed: ArrayLike | None) -> NDArray[np.bool_] | None:
    """The rows that may be found; None for all of them."""
    if allowed is not None:
        return live & mask_of(part.ids, allowed)
    return None if live.all() else live


def _holds(part: FlatBase, live: NDArray[np.bool_], ids: NDArray[np.int64]) -> NDArray[np.bool_]:
    """bool[m]: which of the ids are live rows."""
    rows = rows_of(part.ids, ids)
    found = rows >= 0
    found[found] = live[rows[found]]
    return found
