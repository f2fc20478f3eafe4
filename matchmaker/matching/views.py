"""What a feature sees: one need and one corpus as plain arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.space import CHINESE


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of a need (its title, its whole text ...) against every passage of the corpus.

    similarity  float32[p]: centred cosine with each passage, -1 to 1; 0 is what unrelated texts have
    mean, deviation, crowd: of the same similarity over the corpus's reference passages; `crowd` is the mean of the
                highest hundredth: high where many passages resemble this part
    """

    similarity: NDArray[np.float32]
    mean: float
    deviation: float
    crowd: float


@dataclass(frozen=True, slots=True)
class TermView:
    """The terms of one text of a need against every passage.

    shared    float32[p]: sum of the rarities of the terms that need and passage share
    standing  float32[p]: how far that exceeds what chance gives passages of this size: deviations, large ones by
              their logarithm
    """

    shared: NDArray[np.float32]
    standing: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class QueryView:
    """A need against the corpus. What it does not have (no title, no word in it) is None or absent.

    parts     by name: "title", "whole", and further ones for search and evidence
    language  of the whole text, as `space.language` names it
    field     log-odds by the field of the need, see `Space.need_field`
    """

    parts: Mapping[str, PartView]
    title_words: TermView | None
    words: TermView | None
    title_grams: TermView | None
    grams: TermView | None
    language: str = CHINESE
    field: float = 0.0


@dataclass(frozen=True, slots=True)
class CorpusView:
    """n candidates with their p passages, candidate after candidate.

    indptr     int64[n + 1]: passage range of each candidate
    word_mass  float32[p]: sum of the rarities of a passage's distinct words
    luck       float32[n]: what a candidate's best passages exceed its mean passage by, for a need that has nothing
               to do with it; 0 for small profiles. Taken off, so that many passages do not win by number
    crowd      float32[n]: mean of the highest hundredth of the candidate's similarity to reference passages
    speaks     by language bool[n]: whether any passage is written in it
    """

    indptr: NDArray[np.int64]
    word_mass: NDArray[np.float32]
    luck: NDArray[np.float32]
    crowd: NDArray[np.float32]
    speaks: Mapping[str, NDArray[np.bool_]]
