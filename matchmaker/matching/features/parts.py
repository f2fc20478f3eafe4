"""Arithmetic shared by the features that compare one part of a need with a candidate's passages."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.pooling import pool_best
from matchmaker.matching.views import CorpusView, QueryView, TermView


def missing(count: int) -> NDArray[np.float32]:
    """float32[count] of NaN: the feature cannot be computed."""
    return np.full(count, np.nan, dtype=np.float32)


def part_similarity(
    query: QueryView, corpus: CorpusView, candidates: NDArray[np.int64], part: str
) -> NDArray[np.float32]:
    """Centred cosine, mean of the best passages less their luck; NaN without the part or without passages."""
    view = query.parts.get(part)
    if view is None:
        return missing(len(candidates))
    return pool_best(view.similarity, corpus.indptr, candidates) - corpus.luck[candidates]


def part_standing(
    query: QueryView, corpus: CorpusView, candidates: NDArray[np.int64], part: str
) -> NDArray[np.float32]:
    """`part_similarity` in deviations above what this part has with the corpus's reference passages."""
    view = query.parts.get(part)
    if view is None:
        return missing(len(candidates))
    return (part_similarity(query, corpus, candidates, part) - np.float32(view.mean)) / np.float32(view.deviation)


def part_crowd(query: QueryView, candidates: NDArray[np.int64], part: str) -> NDArray[np.float32]:
    """How much the corpus resembles this part at its nearest hundredth: the same number for every candidate."""
    view = query.parts.get(part)
    return missing(len(candidates)) if view is None else np.full(len(candidates), view.crowd, dtype=np.float32)


def shared_standing(
    view: TermView | None, query: QueryView, corpus: CorpusView, candidates: NDArray[np.int64]
) -> NDArray[np.float32]:
    """How far the shared terms exceed chance, mean of the best passages.

    NaN where the need has no terms, or a candidate no passage in its language.
    """
    if view is None:
        return missing(len(candidates))
    return in_its_language(pool_best(view.standing, corpus.indptr, candidates), query, corpus, candidates)


def in_its_language(
    values: NDArray[np.float32], query: QueryView, corpus: CorpusView, candidates: NDArray[np.int64]
) -> NDArray[np.float32]:
    """float32[c] with NaN for candidates without a passage in the need's language.

    That an English profile shares no word with a Chinese need says nothing against it.
    """
    return np.where(corpus.speaks[query.language][candidates], values, np.float32(np.nan))
