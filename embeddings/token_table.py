"""Token ids and counts of every passage as flat arrays: what lexical search and lexical features are computed from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embeddings.errors import BadIds
from embeddings.sorted_ids import mask_of, rows_of
from embeddings.vectors import check_ids
from embeddings.vocabulary import Vocabulary


@dataclass(frozen=True)
class TokenTable:
    """A sparse matrix, passages x tokens, row by row (CSR). Immutable.

    ids                 int64[n], rising: the passage of each row
    indptr              int64[n + 1]: row i is tokens[indptr[i]:indptr[i + 1]]
    tokens              int32[nnz]: token ids, rising within a row
    counts              int32[nnz]: how often each occurs in the passage
    document_frequency  int32[v]: in how many passages of this table each token occurs
    lengths             int32[n]: tokens of each passage, repetitions counted
    """

    ids: NDArray[np.int64]
    indptr: NDArray[np.int64]
    tokens: NDArray[np.int32]
    counts: NDArray[np.int32]
    document_frequency: NDArray[np.int32]
    lengths: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def build(cls, ids: ArrayLike, token_lists: Sequence[Sequence[str]], vocabulary: Vocabulary) -> TokenTable:
        """Count the tokens of each passage; `token_lists[i]` belongs to `ids[i]`. Raises `BadIds`.

        A passage without tokens is a row of length 0.
        """
        checked = check_ids(ids)
        if len(token_lists) != len(checked):
            raise BadIds(reason=f"{len(checked)} ids for {len(token_lists)} passages", ids=[])
        order = np.argsort(checked)
        lengths = np.array([len(token_lists[row]) for row in order], np.int32)
        flat = vocabulary.intern(token for row in order for token in token_lists[row])
        width = max(len(vocabulary), 1)
        keys = np.repeat(np.arange(len(order), dtype=np.int64), lengths) * width + flat
        values, counts = np.unique(keys, return_counts=True)
        rows = values // width
        indptr = np.searchsorted(rows, np.arange(len(order) + 1)).astype(np.int64)
        tokens = (values % width).astype(np.int32)
        return _table(checked[order], indptr, tokens, counts.astype(np.int32), lengths, len(vocabulary))

    def with_changes(self, added: TokenTable, removed_ids: ArrayLike) -> TokenTable:
        """A new table without `removed_ids` (absent ones are ignored) and with the rows of `added`.

        The result is the same as if it had been built at once. Raises `BadIds` for an added id that is present.
        """
        kept = self.rows_where(~mask_of(self.ids, removed_ids))
        clash = added.ids[rows_of(kept.ids, added.ids) >= 0]
        if len(clash):
            raise BadIds(reason="they are present already", ids=clash[:10].tolist())
        both = _stack(kept, added)
        if len(kept) and len(added) and kept.ids[-1] > added.ids[0]:
            return both.rows(np.argsort(both.ids))
        return both

    def rows_where(self, mask: NDArray[np.bool_]) -> TokenTable:
        """The table of the rows where bool[n] is true; the frequencies are counted anew."""
        if mask.all():
            return self
        sizes = np.diff(self.indptr)
        entries = np.repeat(mask, sizes)
        indptr = _offsets(sizes[mask])
        vocabulary = len(self.document_frequency)
        return _table(
            self.ids[mask], indptr, self.tokens[entries], self.counts[entries], self.lengths[mask], vocabulary
        )

    def rows(self, rows: NDArray[np.int64]) -> TokenTable:
        """The table of these rows in this order; `ids` rise only if they do in that order."""
        sizes = np.diff(self.indptr)[rows]
        indptr = _offsets(sizes)
        picked = np.arange(indptr[-1]) + np.repeat(self.indptr[rows] - indptr[:-1], sizes)
        vocabulary = len(self.document_frequency)
        return _table(self.ids[rows], indptr, self.tokens[picked], self.counts[picked], self.lengths[rows], vocabulary)

    def positions(self, ids: ArrayLike) -> NDArray[np.int64]:
        """int64[m]: the row of each id, -1 where it is absent."""
        return rows_of(self.ids, ids)


def _stack(first: TokenTable, second: TokenTable) -> TokenTable:
    width = max(len(first.document_frequency), len(second.document_frequency))
    frequency = np.zeros(width, np.int32)
    for table in (first, second):
        frequency[: len(table.document_frequency)] += table.document_frequency
    return TokenTable(
        np.concatenate([first.ids, second.ids]),
        np.concatenate([first.indptr, second.indptr[1:] + first.indptr[-1]]),
        np.concatenate([first.tokens, second.tokens]),
        np.concatenate([first.counts, second.counts]),
        frequency,
        np.concatenate([first.lengths, second.lengths]),
    )


def _offsets(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])


def _table(
    ids: NDArray[np.int64],
    indptr: NDArray[np.int64],
    tokens: NDArray[np.int32],
    counts: NDArray[np.int32],
    lengths: NDArray[np.int32],
    vocabulary: int,
) -> TokenTable:
    frequency = np.bincount(tokens, minlength=vocabulary).astype(np.int32)
    return TokenTable(ids, indptr, tokens, counts, frequency, lengths)
