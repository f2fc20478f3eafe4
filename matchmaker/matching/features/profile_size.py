"""How much a candidate's profile holds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.views import CorpusView, QueryView


def profile_size(query: QueryView, corpus: CorpusView, candidates: NDArray[np.int64]) -> NDArray[np.float32]:
    """log(1 + number of passages); a generalist with many passages must not win by number."""
    sizes = corpus.indptr[candidates + 1] - corpus.indptr[candidates]
    return np.asarray(np.log1p(sizes), dtype=np.float32)
