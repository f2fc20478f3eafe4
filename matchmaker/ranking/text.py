"""Passages as token tables: words, and characters alone and in pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.token_table import TokenTable
from embeddings.vocabulary import Vocabulary
from matchmaker.matching.rarity import share_of_passages, usual_size
from matchmaker.matching.terms import TermTable
from matchmaker.matching.views import TermView
from matchmaker.ranking.background_terms import TermShares

Tokenise = Callable[[str], list[str]]

# Added to the variance: one shared word of a two-word need must not stand out without bound.
_STEADY = np.float32(4.0)


@dataclass(frozen=True)
class Terms:
    """The terms of a corpus's passages by one tokeniser, with the table that features read.

    Rows of `tokens` are passages in corpus order. The vocabulary only grows and is shared by all versions.
    """

    tokenise: Tokenise
    background: TermShares
    vocabulary: Vocabulary
    tokens: TokenTable
    table: TermTable

    @classmethod
    def build(cls, texts: Sequence[str], tokenise: Tokenise, background: TermShares) -> Terms:
        """Tokenise every text once; 54,000 titles take some two seconds."""
        vocabulary = Vocabulary()
        tokens = TokenTable.build(np.arange(len(texts)), [tokenise(text) for text in texts], vocabulary)
        return cls(tokenise, background, vocabulary, tokens, _term_table(tokens, vocabulary, background))

    def changed(self, keep: NDArray[np.bool_], added: Sequence[str]) -> Terms:
        """The terms of the kept passages followed by those of `added`; only these are tokenised."""
        kept = self.tokens.rows_where(keep)
        kept = _renumbered(kept, 0)
        new = TokenTable.build(
            np.arange(len(added)) + len(kept), [self.tokenise(text) for text in added], self.vocabulary
        )
        tokens = kept.with_changes(new, np.zeros(0, dtype=np.int64))
        return Terms(
            self.tokenise,
            self.background,
            self.vocabulary,
            tokens,
            _term_table(tokens, self.vocabulary, self.background),
        )

    def known(self, text: str) -> NDArray[np.int32] | None:
        """The distinct terms of a text that some passage holds, rising; None where the text has no term at all."""
        found = set(self.tokenise(text))
        if not found:
            return None
        numbers = self.vocabulary.lookup(sorted(found))
        frequency = self.tokens.document_frequency
        numbers = numbers[(numbers >= 0) & (numbers < len(frequency))]
        return np.sort(numbers[frequency[numbers] > 0])

    def view(self, text: str) -> TermView | None:
        """The text against every passage; None where it has no term."""
        terms = self.known(text)
        if terms is None:
            return None
        terms = self.table.telling(terms)
        shared = self.table.shared_mass(terms)
        expected, variance = self.table.chance(terms)
        size = self.table.size
        deviation = np.sqrt(size * np.float32(variance) + _STEADY)
        return TermView(shared, np.arcsinh((shared - size * np.float32(expected)) / deviation))


def _renumbered(table: TokenTable, first: int) -> TokenTable:
    return TokenTable(
        np.arange(first, first + len(table)),
        table.indptr,
        table.tokens,
        table.counts,
        table.document_frequency,
        table.lengths,
    )


def _term_table(tokens: TokenTable, vocabulary: Vocabulary, background: TermShares) -> TermTable:
    names = vocabulary.tokens()[: len(tokens.document_frequency)]
    share = share_of_passages(tokens.document_frequency, len(tokens), background.of(names))
    usual = usual_size(np.diff(tokens.indptr), background.size)
    return TermTable.of(tokens.indptr, tokens.tokens, share, usual)
