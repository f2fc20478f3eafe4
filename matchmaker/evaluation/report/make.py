"""`evaluate report`: score judged pairs, set baselines beside them, and gather what a reader should see."""

from __future__ import annotations

from collections.abc import Sequence

from embeddings import Encoder
from matchmaker.evaluation.baselines import baseline_scores
from matchmaker.evaluation.encoding import Progress, encode_corpus, encode_needs, silent
from matchmaker.evaluation.errors import NotJudged
from matchmaker.evaluation.files import Pairs, QueryRecord
from matchmaker.evaluation.report.contents import Contents, gather
from matchmaker.evaluation.score_pairs import score_pairs
from matchmaker.ranking.corpus import Candidate
from matchmaker.ranking.engine import Engine


def make_report(
    queries: Sequence[QueryRecord],
    candidates: Sequence[Candidate],
    pairs: Pairs,
    *,
    encoder: Encoder,
    engine: Engine,
    source: str,
    folds: int | None = None,
    progress: Progress = silent,
) -> Contents:
    """What the weights of `engine` are worth on these pairs; with `folds`, weights that had not seen the need.

    `source` names the pairs for the reader. Raises `NotJudged` where no pair has a level.
    """
    if not pairs.judged:
        raise NotJudged(count=len(pairs))
    scored = score_pairs(queries, candidates, pairs, encoder=encoder, engine=engine, folds=folds, progress=progress)
    needs = encode_needs(encoder, [record.need for record in queries], progress)
    vectors = encode_corpus(encoder, candidates, progress)
    corpus = engine.corpus(candidates, vectors, needs)
    judge = (
        f"weights of {engine.model.version}"
        if folds is None
        else f"weights trained on the needs of the other folds ({folds}); adapter and space of {engine.model.version}"
    )
    facts = (
        ("pairs", f"{len(pairs):,} of {source}"),
        ("needs, candidates", f"{len(queries):,}, {len(candidates):,}"),
        ("judged by", judge),
        ("encoder", encoder.model_id),
    )
    return gather(
        facts=facts,
        queries=queries,
        candidates=candidates,
        pairs=pairs,
        probabilities=scored.probabilities,
        grades=scored.grades,
        baselines=baseline_scores(needs, corpus, vectors, pairs),
    )
