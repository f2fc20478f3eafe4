"""An ordinary passage as a need sees it: what stands in for the others where a registry has too few of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from matchmaker.matching.features import compute_features
from matchmaker.matching.model import RelevanceModel
from matchmaker.matching.space import LANGUAGES
from matchmaker.matching.views import CorpusView, PartView, QueryView


def ordinary_odds(model: RelevanceModel, view: QueryView) -> float:
    """Log-odds of a candidate of one passage that is as close to each part of the need as the reference is on average.

    The reference is filled up with shipped passages of all fields, so this is steady where the registry holds three
    people. Its words are taken as missing. On 120 real needs it agrees with the middle of 43 real teams: mean -3.00
    against -3.07, correlation 0.88. NaN for an empty need.
    """
    ordinary = replace(
        view, parts=_at_their_mean(view.parts), title_words=None, words=None, title_grams=None, grams=None
    )
    features = compute_features(model.names, ordinary, _ONE_PASSAGE, np.zeros(1, dtype=np.int64))
    return float(model.odds(features)[0])


def _at_their_mean(parts: Mapping[str, PartView]) -> dict[str, PartView]:
    return {name: replace(part, similarity=np.array([part.mean], dtype=np.float32)) for name, part in parts.items()}


_MISSING = np.full(1, np.nan, dtype=np.float32)
_ONE_PASSAGE = CorpusView(
    indptr=np.array([0, 1], dtype=np.int64),
    word_mass=_MISSING,
    luck=np.zeros(1, dtype=np.float32),
    crowd=_MISSING,
    speaks={name: np.ones(1, dtype=bool) for name in LANGUAGES},
)
