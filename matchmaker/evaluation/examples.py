"""Pairs as rows of features: made by the same code that grades them in the service."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matchmaker.evaluation.encoding import Progress, silent
from matchmaker.evaluation.files import Pairs
from matchmaker.matching.features import compute_features
from matchmaker.ranking.compare import compare
from matchmaker.ranking.corpus import Corpus
from matchmaker.ranking.query import Query


def pair_features(
    names: tuple[str, ...], queries: Sequence[Query], corpus: Corpus, pairs: Pairs, progress: Progress = silent
) -> NDArray[np.float32]:
    """float32[n, len(names)], one row per pair, computed need by need."""
    out = np.empty((len(pairs), len(names)), dtype=np.float32)
    order = np.argsort(pairs.queries, kind="stable")
    bounds = np.searchsorted(pairs.queries[order], np.arange(len(queries) + 1))
    for place, query in enumerate(queries):
        rows = order[bounds[place] : bounds[place + 1]]
        if len(rows):
            out[rows] = compute_features(names, compare(query, corpus), corpus.view, pairs.candidates[rows])
        progress("compare", place + 1, len(queries))
    return out
