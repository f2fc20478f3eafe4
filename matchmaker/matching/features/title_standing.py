"""How unusual the title's similarity to the candidate is for this need, against the whole corpus."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.features.parts import part_standing
from matchmaker.matching.views import CorpusView, QueryView


def title_standing(query: QueryView, corpus: CorpusView, candidates: NDArray[np.int64]) -> NDArray[np.float32]:
    """In standard deviations; a vague need is a little similar to everybody, which this takes into account."""
    return part_standing(query, corpus, candidates, "title")
