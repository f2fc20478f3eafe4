"""A whole campaign in one pass: many needs against one corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.space import centred
from matchmaker.ranking.compare import view_of
from matchmaker.ranking.corpus import Corpus
from matchmaker.ranking.engine import Engine
from matchmaker.ranking.query import Query
from matchmaker.ranking.rank import Ranking, rank_view

Floats = NDArray[np.float32]

# Needs compared by one matrix product: their similarities to 54,000 passages take some 10 MB.
BATCH = 16


def rank_many(
    queries: Sequence[Query],
    corpus: Corpus,
    engine: Engine,
    *,
    allowed: NDArray[np.int64] | None = None,
    limit: int = 10,
    evidence: bool = True,
    workers: int = 1,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[Ranking]:
    """What `rank` gives for each need, in order; `allowed` holds for all of them.

    The passages are read from memory once for a batch and not once for each need. `workers` threads share the needs
    of a batch (most of the work is in numpy, which lets other threads run).
    """

    def ranked(compared: tuple[Query, Floats, Floats, Floats]) -> Ranking:
        query, vectors, similarity, reference = compared
        view = view_of(query, corpus, vectors, similarity, reference)
        return rank_view(query, view, corpus, engine, allowed=allowed, limit=limit, evidence=evidence)

    rankings: list[Ranking] = []
    with ThreadPoolExecutor(max_workers=workers) as pool:
        for start in range(0, len(queries), BATCH):
            rankings += pool.map(ranked, _compared(queries[start : start + BATCH], corpus))
            progress(len(rankings), len(queries))
    return rankings


def _compared(queries: Sequence[Query], corpus: Corpus) -> Iterator[tuple[Query, Floats, Floats, Floats]]:
    """Each need with its vectors and similarities, as `view_of` takes them."""
    texts = [text for query in queries for text in query.parts.values()]
    vectors = np.concatenate([np.zeros((0, corpus.vectors.shape[1]), np.float32), *(q.vectors for q in queries)])
    ours = centred(vectors, texts, corpus.need_common)
    similarity, reference = ours @ corpus.vectors.T, ours @ corpus.reference.T
    start = 0
    for query in queries:
        stop = start + len(query.parts)
        yield query, ours[start:stop], similarity[start:stop], reference[start:stop]
        start = stop
