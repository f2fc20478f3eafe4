"""Candidate search: who is worth a closer look, by meaning and by words, exact, filtered before the search."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.views import QueryView
from matchmaker.ranking.corpus import Corpus

# Passages taken for each part of the need and for each lexical score. More find nothing that is ranked high later.
DENSE = 300
LEXICAL = 150


def find_candidates(view: QueryView, corpus: Corpus, allowed: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
    """Positions of candidates, rising: owners of the nearest passages of every part and of the best lexical ones.

    `allowed` int64[m] are positions of candidates that may be found at all; None allows everybody.
    """
    passages = None if allowed is None else _allowed_passages(corpus, allowed)
    found = [_top(scores, count, passages) for scores, count in _scores(view)]
    if not found:
        return np.zeros(0, dtype=np.int64)
    return np.unique(corpus.owners[np.concatenate(found)])


def _scores(view: QueryView) -> Iterator[tuple[NDArray[np.float32], int]]:
    for part in view.parts.values():
        yield part.similarity, DENSE
    for terms in {id(view): view for view in (view.title_words, view.words, view.title_grams, view.grams)}.values():
        if terms is not None:
            yield terms.bm25, LEXICAL


def _allowed_passages(corpus: Corpus, allowed: NDArray[np.int64]) -> NDArray[np.int64]:
    mask = np.zeros(len(corpus), dtype=bool)
    mask[allowed] = True
    return np.flatnonzero(mask[corpus.owners])


def _top(scores: NDArray[np.float32], count: int, passages: NDArray[np.int64] | None) -> NDArray[np.int64]:
    chosen = scores if passages is None else scores[passages]
    if count < len(chosen):
        places = np.argpartition(chosen, len(chosen) - count)[len(chosen) - count :]
    else:
        places = np.arange(len(chosen))
    return places if passages is None else passages[places]
