"""Candidate search: who is worth a closer look, by meaning and by words, exact, filtered before the search."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.views import QueryView, TermView
from matchmaker.ranking.corpus import Corpus

# Passages taken for each part of the need and for each lexical score. More find nothing that is ranked high later.
DENSE = 300
LEXICAL = 150


def find_candidates(view: QueryView, corpus: Corpus, allowed: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
    """Positions of candidates, rising: owners of the nearest passages of every part and of the best lexical ones.

    `allowed` int64[m] are positions of candidates that may be found at all; None allows everybody. A passage that
    shares no term with the need is never a lexical find.
    """
    passages = None if allowed is None else _allowed_passages(corpus, allowed)
    found = [_nearest(part.similarity, passages) for part in view.parts.values()]
    for terms in _term_views(view):
        sharing = np.flatnonzero(terms.shared) if passages is None else passages[terms.shared[passages] > 0.0]
        found.append(sharing[_top(terms.standing[sharing], LEXICAL)])
    if not found:
        return np.zeros(0, dtype=np.int64)
    return np.unique(corpus.owners[np.concatenate(found)])


def _nearest(similarity: NDArray[np.float32], passages: NDArray[np.int64] | None) -> NDArray[np.int64]:
    if passages is None:
        return _top(similarity, DENSE)
    return passages[_top(similarity[passages], DENSE)]


def _term_views(view: QueryView) -> list[TermView]:
    """The texts of the need that have terms; one that serves twice comes once."""
    texts = (view.title_words, view.words, view.title_grams, view.grams)
    return list({id(text): text for text in texts if text is not None}.values())


def _allowed_passages(corpus: Corpus, allowed: NDArray[np.int64]) -> NDArray[np.int64]:
    mask = np.zeros(len(corpus), dtype=bool)
    mask[allowed] = True
    return np.flatnonzero(mask[corpus.owners])


def _top(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Places of the `count` highest scores, in no order."""
    if count >= len(scores):
        return np.arange(len(scores), dtype=np.int64)
    return np.argpartition(scores, len(scores) - count)[len(scores) - count :]
