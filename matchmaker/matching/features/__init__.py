"""The relevance features: one file each, one line each in this table.

A feature takes (QueryView, CorpusView, candidates int64[c]) and returns float32[c], computed for all candidates at
once. NaN means missing, never zero: the model decides what a missing feature stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.errors import UnknownFeature
from matchmaker.matching.features.candidate_crowd import candidate_crowd
from matchmaker.matching.features.key_terms import key_terms
from matchmaker.matching.features.need_field import need_field
from matchmaker.matching.features.profile_size import profile_size
from matchmaker.matching.features.text_characters import text_characters
from matchmaker.matching.features.text_crowd import text_crowd
from matchmaker.matching.features.text_similarity import text_similarity
from matchmaker.matching.features.text_standing import text_standing
from matchmaker.matching.features.text_words import text_words
from matchmaker.matching.features.title_characters import title_characters
from matchmaker.matching.features.title_crowd import title_crowd
from matchmaker.matching.features.title_similarity import title_similarity
from matchmaker.matching.features.title_standing import title_standing
from matchmaker.matching.features.title_words import title_words
from matchmaker.matching.views import CorpusView, QueryView

Compute = Callable[[QueryView, CorpusView, NDArray[np.int64]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Feature:
    """How to compute it, and whether more of it may never lower the grade (`rising`)."""

    compute: Compute
    rising: bool


FEATURES: Mapping[str, Feature] = {
    "title_similarity": Feature(title_similarity, rising=True),
    "text_similarity": Feature(text_similarity, rising=True),
    "title_standing": Feature(title_standing, rising=True),
    "text_standing": Feature(text_standing, rising=True),
    "title_crowd": Feature(title_crowd, rising=False),
    "text_crowd": Feature(text_crowd, rising=False),
    "candidate_crowd": Feature(candidate_crowd, rising=False),
    "title_words": Feature(title_words, rising=True),
    "text_words": Feature(text_words, rising=True),
    "title_characters": Feature(title_characters, rising=True),
    "text_characters": Feature(text_characters, rising=True),
    "key_terms": Feature(key_terms, rising=True),
    "profile_size": Feature(profile_size, rising=False),
    "need_field": Feature(need_field, rising=False),
}


def compute_features(
    names: tuple[str, ...], query: QueryView, corpus: CorpusView, candidates: NDArray[np.int64]
) -> NDArray[np.float32]:
    """float32[c, len(names)], one column per feature. Raises `UnknownFeature` for a name that is not in the table."""
    unknown = [name for name in names if name not in FEATURES]
    if unknown:
        raise UnknownFeature(name=unknown[0], known=", ".join(FEATURES))
    if not names:
        return np.zeros((len(candidates), 0), dtype=np.float32)
    return np.stack([FEATURES[name].compute(query, corpus, candidates) for name in names], axis=1)
