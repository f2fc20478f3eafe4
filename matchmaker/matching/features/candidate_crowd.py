"""How many other passages of the corpus resemble the candidate: general wording is close to everything."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.views import CorpusView, QueryView


def candidate_crowd(query: QueryView, corpus: CorpusView, candidates: NDArray[np.int64]) -> NDArray[np.float32]:
    """Mean of the highest hundredth of the candidate's similarities to reference passages."""
    return corpus.crowd[candidates]
