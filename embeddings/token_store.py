"""Passages as tokens: a segmenter, the vocabulary it has filled, and the table of what each passage holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embeddings.segmenter import Segmenter
from embeddings.token_table import TokenTable
from embeddings.vocabulary import Vocabulary


@dataclass(frozen=True)
class QueryTokens:
    """A query in the numbers of a store: `tokens` int32[m] rising, known ones only, and `counts` int32[m]."""

    tokens: NDArray[np.int32]
    counts: NDArray[np.int32]


@dataclass(frozen=True)
class TokenStore:
    """Immutable but for the vocabulary, which only grows; see `TokenTable` for the arrays."""

    segmenter: Segmenter
    vocabulary: Vocabulary
    table: TokenTable

    @classmethod
    def build(cls, ids: ArrayLike, texts: Sequence[str], *, segmenter: Segmenter) -> TokenStore:
        """Segment and count; 54,000 titles take 1.5 s. Raises `BadIds`."""
        vocabulary = Vocabulary()
        lists = [segmenter.tokens(text) for text in texts]
        return cls(segmenter, vocabulary, TokenTable.build(ids, lists, vocabulary))

    def with_changes(self, added_ids: ArrayLike, added_texts: Sequence[str], removed_ids: ArrayLike) -> TokenStore:
        """A new store; the removals come first, so an id may be replaced in one call. Raises `BadIds`."""
        lists = [self.segmenter.tokens(text) for text in added_texts]
        added = TokenTable.build(added_ids, lists, self.vocabulary)
        return TokenStore(self.segmenter, self.vocabulary, self.table.with_changes(added, removed_ids))

    def query(self, query: str | Sequence[str]) -> QueryTokens:
        """A text, or tokens already, in numbers; tokens that no passage of this table holds are left out."""
        found = self.segmenter.tokens(query) if isinstance(query, str) else query
        counted = Counter(found)
        numbers = self.vocabulary.lookup(counted)
        counts = np.fromiter(counted.values(), np.int32, len(counted))
        frequency = self.table.document_frequency
        known = (numbers >= 0) & (numbers < len(frequency))
        known[known] = frequency[numbers[known]] > 0
        order = np.argsort(numbers[known])
        return QueryTokens(numbers[known][order], counts[known][order])
