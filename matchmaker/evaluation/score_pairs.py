"""`evaluate score`: the production relevance of given pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings import Encoder
from matchmaker.evaluation.encoding import Progress, encode_corpus, encode_needs, silent
from matchmaker.evaluation.examples import pair_features
from matchmaker.evaluation.files import Pairs, QueryRecord
from matchmaker.evaluation.unseen import unseen_odds
from matchmaker.matching.decisions import DecisionMemory, Decisions
from matchmaker.matching.grades import Grade
from matchmaker.matching.odds import probability
from matchmaker.ranking.corpus import Candidate, Corpus
from matchmaker.ranking.engine import Engine
from matchmaker.ranking.query import Query


@dataclass(frozen=True, slots=True)
class Scored:
    """float64[n] probabilities and the grade of each pair."""

    probabilities: NDArray[np.float64]
    grades: list[Grade]


def score_pairs(
    queries: Sequence[QueryRecord],
    candidates: Sequence[Candidate],
    pairs: Pairs,
    *,
    encoder: Encoder,
    engine: Engine,
    known: Pairs | None = None,
    folds: int | None = None,
    progress: Progress = silent,
) -> Scored:
    """P(an officer says 3 or 4) for every pair, against the corpus of all candidates.

    `known` are decisions already made on the same needs; they move the other candidates as in the service. A pair
    that cannot be judged (a need without text, a candidate without passages) gets 0: no evidence, no suggestion.
    `folds`: judge by weights trained on the other needs of these judged pairs, and not by the engine's; see
    `unseen_odds`.
    """
    needs = encode_needs(encoder, [record.need for record in queries], progress)
    corpus = engine.corpus(candidates, encode_corpus(encoder, candidates, progress), needs)
    everything = pairs if known is None else _joined(pairs, known)
    if folds is None:
        said = engine.model.odds(pair_features(engine.model.names, needs, corpus, everything, progress))
    else:
        said = unseen_odds(queries, needs, corpus, everything, folds=folds, progress=progress)
    odds = said[: len(pairs)]
    if known is not None and len(known):
        odds = _after_known(odds, pairs, said[len(pairs) :], known, needs, corpus)
    probabilities = np.nan_to_num(probability(odds))
    return Scored(probabilities, engine.model.thresholds.grades(probabilities))


def _joined(first: Pairs, second: Pairs) -> Pairs:
    return Pairs(
        np.concatenate([first.queries, second.queries]),
        np.concatenate([first.candidates, second.candidates]),
        np.concatenate([first.levels, second.levels]),
    )


def _after_known(
    odds: NDArray[np.float64],
    pairs: Pairs,
    known_odds: NDArray[np.float64],
    known: Pairs,
    needs: Sequence[Query],
    corpus: Corpus,
) -> NDArray[np.float64]:
    usable = ~np.isnan(known.levels) & ~np.isnan(known_odds)
    asked = np.stack([corpus.need_direction(need) for need in needs])
    memory = DecisionMemory.of(
        Decisions(
            needs=known.queries[usable],
            asked=asked[known.queries[usable]],
            candidates=corpus.profiles(known.candidates[usable]),
            odds=known_odds[usable],
            levels=known.levels[usable],
        )
    )
    moved = odds.copy()
    for query in np.unique(pairs.queries).tolist():
        rows = np.flatnonzero(pairs.queries == query)
        moved[rows] = memory.after(query, asked[query], odds[rows], corpus.profiles(pairs.candidates[rows])).odds
    return moved
