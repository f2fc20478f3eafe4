"""How close the meaning of the need's title and text together is to the candidate."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.features.parts import part_similarity
from matchmaker.matching.views import CorpusView, QueryView


def text_similarity(query: QueryView, corpus: CorpusView, candidates: NDArray[np.int64]) -> NDArray[np.float32]:
    """A need without text is compared by its title here too."""
    return part_similarity(query, corpus, candidates, "whole")
