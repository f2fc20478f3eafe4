"""How much of the corpus lies close to the whole text of this need."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.features.parts import part_crowd
from matchmaker.matching.views import CorpusView, QueryView


def text_crowd(query: QueryView, corpus: CorpusView, candidates: NDArray[np.int64]) -> NDArray[np.float32]:
    """Equal for all candidates of a need: where many passages are close, closeness alone says less."""
    return part_crowd(query, candidates, "whole")
