"""Judged pairs scored by weights that had not seen their needs: what the weights that ship would say of new needs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matchmaker.evaluation.cross_validation import TrainingSet
from matchmaker.evaluation.encoding import Progress, silent
from matchmaker.evaluation.errors import NotJudged
from matchmaker.evaluation.examples import pair_features
from matchmaker.evaluation.files import Pairs, QueryRecord
from matchmaker.evaluation.folds import groups
from matchmaker.evaluation.training import FOLDS, TRAINED, out_of_fold_mean
from matchmaker.matching.features import FEATURES
from matchmaker.ranking.corpus import Corpus
from matchmaker.ranking.query import Query


def training_set(
    records: Sequence[QueryRecord],
    needs: Sequence[Query],
    corpus: Corpus,
    pairs: Pairs,
    progress: Progress = silent,
) -> TrainingSet:
    """Features of judged pairs and directions of their needs, grouped by normalised title and text of the need."""
    group = groups([" ".join((record.need.title, record.need.text)) for record in records])
    asked = np.stack([corpus.need_direction(need) for need in needs])
    return TrainingSet(
        features=pair_features(TRAINED, needs, corpus, pairs, progress),
        levels=pairs.levels,
        groups=group[pairs.queries],
        rising=np.array([FEATURES[name].rising for name in TRAINED]),
        asked=asked[pairs.queries],
    )


def unseen_odds(
    records: Sequence[QueryRecord],
    needs: Sequence[Query],
    corpus: Corpus,
    pairs: Pairs,
    *,
    folds: int = FOLDS,
    seed: int = 0,
    progress: Progress = silent,
) -> NDArray[np.float64]:
    """Log-odds of each pair, float64[n], by weights fitted on the needs of the other folds.

    Space, term statistics and adapter are those of the corpus's engine: no label went into them. Raises `NotJudged`
    for a pair without a level.
    """
    missing = int(np.isnan(pairs.levels).sum())
    if missing:
        raise NotJudged(count=missing)
    said = out_of_fold_mean(training_set(records, needs, corpus, pairs, progress), seed, folds=folds)
    return np.asarray(np.log(said) - np.log1p(-said))
