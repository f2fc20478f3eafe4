"""How close the meaning of the need's title is to the candidate."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.features.parts import part_similarity
from matchmaker.matching.views import CorpusView, QueryView


def title_similarity(query: QueryView, corpus: CorpusView, candidates: NDArray[np.int64]) -> NDArray[np.float32]:
    """Apart from the text: on real needs titles alone often rank better, so training weighs the two."""
    return part_similarity(query, corpus, candidates, "title")
