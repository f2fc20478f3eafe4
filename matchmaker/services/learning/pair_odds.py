"""What the model alone says of pairs that were decided on, worked out once for each state of the corpus."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from matchmaker.matching.features import compute_features
from matchmaker.ranking.compare import compare
from matchmaker.ranking.corpus import Corpus
from matchmaker.ranking.engine import Engine
from matchmaker.ranking.query import Query

Key = tuple[str, tuple[str, ...]]


class PairOdds:
    """A memo: after one more decision only one more pair is compared with the corpus.

    Threads may fill it side by side: at worst a pair is worked out twice.
    """

    def __init__(self) -> None:
        self._corpus: Corpus | None = None
        self._engine: Engine | None = None
        self._known: dict[Key, float] = {}

    def odds(self, query: Query, candidates: Sequence[str], corpus: Corpus, engine: Engine) -> list[float]:
        """Log-odds of the pairs of this need with candidates of the corpus; NaN where one cannot be judged."""
        known = self._memo(corpus, engine)
        texts = tuple(query.parts.values())
        missing = [name for name in candidates if (name, texts) not in known]
        if missing:
            view = compare(query, corpus)
            positions = np.array([corpus.position[name] for name in missing], dtype=np.int64)
            features = compute_features(engine.model.names, view, corpus.view, positions)
            known |= {
                (name, texts): float(odds) for name, odds in zip(missing, engine.model.odds(features), strict=True)
            }
        return [known.get((name, texts), math.nan) for name in candidates]

    def _memo(self, corpus: Corpus, engine: Engine) -> dict[Key, float]:
        if corpus is not self._corpus or engine is not self._engine:
            self._corpus, self._engine, self._known = corpus, engine, {}
        return self._known
