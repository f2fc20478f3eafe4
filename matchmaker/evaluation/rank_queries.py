"""`evaluate rank`: whom the production search finds for each need."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from embeddings import Encoder
from matchmaker.evaluation.encoding import Progress, encode_corpus, encode_needs, silent
from matchmaker.evaluation.files import Pairs, QueryRecord
from matchmaker.evaluation.summary import Judged
from matchmaker.ranking.corpus import Candidate
from matchmaker.ranking.engine import Engine
from matchmaker.ranking.rank_many import rank_many


def rank_queries(
    queries: Sequence[QueryRecord],
    candidates: Sequence[Candidate],
    *,
    encoder: Encoder,
    engine: Engine,
    top: int,
    progress: Progress = silent,
) -> list[list[str]]:
    """Ids of the `top` best candidates of each query, best first."""
    needs = encode_needs(encoder, [record.need for record in queries], progress)
    corpus = engine.corpus(candidates, encode_corpus(encoder, candidates, progress), needs)
    rankings = rank_many(
        needs, corpus, engine, limit=top, evidence=False, progress=lambda done, total: progress("rank", done, total)
    )
    return [[candidate.id for candidate in ranking.candidates] for ranking in rankings]


def judge(found: Sequence[Sequence[str]], candidates: Sequence[Candidate], pairs: Pairs) -> list[Judged]:
    """The lists with the levels of those of their candidates that are judged."""
    levels: list[dict[str, float]] = [{} for _ in found]
    for query, candidate, level in zip(
        pairs.queries.tolist(), pairs.candidates.tolist(), pairs.levels.tolist(), strict=True
    ):
        if not np.isnan(level):
            levels[query][candidates[candidate].id] = level
    missing = float("nan")
    return [
        Judged(
            np.array([known.get(name, missing) for name in names], dtype=np.float64),
            np.array(list(known.values()), dtype=np.float64),
        )
        for names, known in zip(found, levels, strict=True)
    ]
