"""BM25 over segmented text: exact, filtered before the search, immutable for readers.

Postings in numpy were chosen over tantivy in memory by measurement (54,000 titles, queries of 60 terms, top 200):
0.7 ms against 0.5 ms without a filter, 1.6 ms against 12.9 ms with 5,000 allowed ids, a change of one passage 5-20 ms
against 9 ms, the same hits. numpy's scores are exact (tantivy rounds lengths to a byte), the arrays are those that
lexical features need anyway, and there is one dependency less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embeddings.hits import Hits, best_of, no_hits, top_rows
from embeddings.postings import Postings
from embeddings.segmenter import Segmenter
from embeddings.sorted_ids import mask_of
from embeddings.token_store import QueryTokens, TokenStore

# Robertson & Zaragoza (2009), "The Probabilistic Relevance Framework: BM25 and Beyond", with the usual values.
K1 = 1.2
B = 0.75


@dataclass(frozen=True)
class LexicalIndex:
    """A frozen base of postings, a small frozen delta, and a mask of base rows that are gone.

    Scores are those of one index over all live passages: frequencies and the mean length come from `store`, whatever
    lies in the base or the delta. Passages that share no token with the query are never returned.
    """

    store: TokenStore
    base: Postings
    delta: Postings
    base_live: NDArray[np.bool_]

    @classmethod
    def build(cls, ids: ArrayLike, texts: Sequence[str], *, segmenter: Segmenter) -> LexicalIndex:
        """Index `texts[i]` under `ids[i]`. Raises `BadIds`; a text without tokens is kept but never found."""
        return cls.from_store(TokenStore.build(ids, texts, segmenter=segmenter))

    @classmethod
    def from_store(cls, store: TokenStore) -> LexicalIndex:
        """Index what is segmented already (from a snapshot): everything in the base."""
        base = Postings.of(store.table)
        none = Postings.of(store.table.rows_where(np.zeros(len(store.table), np.bool_)))
        return cls(store, base, none, np.ones(len(base.ids), np.bool_))

    @property
    def ids(self) -> NDArray[np.int64]:
        """int64[n], rising: the live passages."""
        return self.store.table.ids

    def __len__(self) -> int:
        return len(self.store.table)

    @property
    def delta_share(self) -> float:
        """The part of the index that is not a clean base: added and removed passages over live ones."""
        changed = len(self.delta.ids) + int(np.count_nonzero(~self.base_live))
        return changed / max(len(self), 1)

    def with_changes(
        self, added_ids: ArrayLike, added_texts: Sequence[str], removed_ids: ArrayLike = ()
    ) -> LexicalIndex:
        """A new index that shares the base; removals come first, absent ones are ignored. Raises `BadIds`."""
        store = self.store.with_changes(added_ids, added_texts, removed_ids)
        live = self.base_live & ~mask_of(self.base.ids, removed_ids)
        in_base = mask_of(store.table.ids, self.base.ids[live])
        return LexicalIndex(store, self.base, Postings.of(store.table.rows_where(~in_base)), live)

    def compacted(self) -> LexicalIndex:
        """The same passages, all in the base."""
        return LexicalIndex.from_store(self.store)

    def search(self, query: str | Sequence[str], k: int, allowed: ArrayLike | None = None) -> Hits:
        """The best k passages for a text, or for tokens: ids int64[1, k], scores float32[1, k].

        `allowed` are the only ids that may be found (None: all); the filter comes before the ranking.
        """
        tokens = self.store.query(query)
        if not len(tokens.tokens) or k < 1:
            return no_hits(1, max(k, 0))
        weights = self._weights(tokens)
        found = [
            _search(part, live, tokens, weights, self._mean_length, k, allowed)
            for part, live in ((self.base, self.base_live), (self.delta, None))
        ]
        ids = np.concatenate([part[0] for part in found])
        scores = np.concatenate([part[1] for part in found])
        return best_of(ids[None, :], scores[None, :], k)

    @property
    def _mean_length(self) -> float:
        return float(self.store.table.lengths.mean())

    def _weights(self, query: QueryTokens) -> NDArray[np.float64]:
        """float64[m]: inverse document frequency times the count in the query."""
        holding = self.store.table.document_frequency[query.tokens].astype(np.float64)
        return np.log1p((len(self) - holding + 0.5) / (holding + 0.5)) * query.counts


def _search(
    postings: Postings,
    live: NDArray[np.bool_] | None,
    query: QueryTokens,
    weights: NDArray[np.float64],
    mean_length: float,
    k: int,
    allowed: ArrayLike | None,
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The best k of one part: ids and scores, best first."""
    slices = postings.slices(query.tokens)
    rows = np.concatenate([postings.rows[part] for part in slices])
    if not len(rows):
        return np.empty(0, np.int64), np.empty(0, np.float32)
    counts = np.concatenate([postings.counts[part] for part in slices])
    sizes = [part.stop - part.start for part in slices]
    damping = (K1 * (1 - B + B / mean_length * postings.lengths)).astype(np.float32)
    gains = np.repeat(weights * (K1 + 1), sizes) * counts / (counts + damping[rows])
    scores = np.bincount(rows, weights=gains, minlength=len(postings.ids))
    if live is not None:
        scores[~live] = 0
    if allowed is not None:
        scores[~mask_of(postings.ids, allowed)] = 0
    candidates = np.flatnonzero(scores)
    best = candidates[top_rows(scores[candidates].astype(np.float32), k)]
    return postings.ids[best], scores[best].astype(np.float32)
