"""Characters and pairs of characters shared by the need's title and text and the candidate."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.features.parts import shared_standing
from matchmaker.matching.views import CorpusView, QueryView


def text_characters(query: QueryView, corpus: CorpusView, candidates: NDArray[np.int64]) -> NDArray[np.float32]:
    """In deviations above chance: finds what the segmenter cut differently in the two texts."""
    return shared_standing(query.grams, query, corpus, candidates)
