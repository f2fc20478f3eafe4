"""Words shared by the need's title and text and the candidate, weighted by rarity."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.features.parts import shared_standing
from matchmaker.matching.views import CorpusView, QueryView


def text_words(query: QueryView, corpus: CorpusView, candidates: NDArray[np.int64]) -> NDArray[np.float32]:
    """Segmented words, weighted by rarity, in deviations above chance."""
    return shared_standing(query.words, query, corpus, candidates)
