"""How often officers find partners for needs of this field and kind: the same number for every candidate."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.views import CorpusView, QueryView


def need_field(query: QueryView, corpus: CorpusView, candidates: NDArray[np.int64]) -> NDArray[np.float32]:
    """In log-odds. It moves all candidates of a need alike: how sure to be of them, never whom to prefer."""
    return np.full(len(candidates), query.field, dtype=np.float32)
