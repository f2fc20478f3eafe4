"""The part of a candidate's best passages that the need names too: terms weighted by rarity."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.features.parts import in_its_language, missing
from matchmaker.matching.pooling import pool_best
from matchmaker.matching.views import CorpusView, QueryView

# Added to a passage's mass: one shared common word must not cover a passage of two words.
STEADY = 4.0


def key_terms(query: QueryView, corpus: CorpusView, candidates: NDArray[np.int64]) -> NDArray[np.float32]:
    """Rarity shared by need and passage over the passage's own rarity, 0 to 1, mean of the best passages.

    Materials, processes, equipment, organisms and standards are rare words and weigh most.
    """
    if query.words is None:
        return missing(len(candidates))
    covered = pool_best(query.words.shared / (corpus.word_mass + STEADY), corpus.indptr, candidates)
    return in_its_language(covered, query, corpus, candidates)
