"""Simple scorers of the same pairs, nothing trained: what the relevance model has to beat."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matchmaker.evaluation.files import Pairs
from matchmaker.matching.pooling import pool_best
from matchmaker.ranking.corpus import Corpus
from matchmaker.ranking.query import TITLE, WHOLE, Query

Floats = NDArray[np.float64]

# Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework": the usual saturation and length correction.
_K1, _B = 1.2, 0.75
# Weight of words beside the cosine in the mixture that a developer would try first.
_WORDS = 0.4


def baseline_scores(
    needs: Sequence[Query], corpus: Corpus, vectors: NDArray[np.float32], pairs: Pairs
) -> dict[str, Floats]:
    """By name the score of each pair, float64[n]; `vectors` float32[p, d] are the encoder's, not centred.

    A pair that a scorer cannot judge gets its lowest score.
    """
    cosine, words = np.empty(len(pairs)), np.empty(len(pairs))
    for place, need in enumerate(needs):
        rows = np.flatnonzero(pairs.queries == place)
        if len(rows):
            chosen = pairs.candidates[rows]
            cosine[rows] = pool_best(_cosines(need, vectors), corpus.indptr, chosen)
            words[rows] = pool_best(_bm25(need.parts.get(TITLE, need.whole), corpus), corpus.indptr, chosen)
    cosine, words = _judged(cosine), _judged(words)
    return {
        "BM25 of titles": words,
        "cosine of titles": cosine,
        f"cosine + {_WORDS} BM25": _standard(cosine) + _WORDS * _standard(words),
    }


def _cosines(need: Query, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    names = list(need.parts)
    if not names:
        return np.zeros(len(vectors), dtype=np.float32)
    return np.asarray(vectors @ need.vectors[names.index(TITLE if TITLE in names else WHOLE)])


def _bm25(text: str, corpus: Corpus) -> NDArray[np.float32]:
    """float32[p]: BM25 of a text against every passage."""
    table = corpus.words.tokens
    terms = corpus.words.known(text)
    scores = np.zeros(len(table))
    if terms is None or len(terms) == 0:
        return scores.astype(np.float32)
    owner = np.repeat(np.arange(len(table)), np.diff(table.indptr))
    entries = np.flatnonzero(np.isin(table.tokens, terms))
    frequency = table.document_frequency[table.tokens[entries]]
    weight = np.log1p((len(table) - frequency + 0.5) / (frequency + 0.5))
    length = table.lengths[owner[entries]] / max(float(table.lengths.mean()), 1.0)
    counts = table.counts[entries]
    np.add.at(scores, owner[entries], weight * counts * (_K1 + 1.0) / (counts + _K1 * (1.0 - _B + _B * length)))
    return scores.astype(np.float32)


def _judged(scores: Floats) -> Floats:
    known = scores[~np.isnan(scores)]
    return np.asarray(np.nan_to_num(scores, nan=float(known.min()) if len(known) else 0.0))


def _standard(scores: Floats) -> Floats:
    spread = float(scores.std())
    return np.asarray((scores - scores.mean()) / (spread if spread > 0.0 else 1.0))
