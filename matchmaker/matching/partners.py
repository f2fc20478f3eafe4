"""Whether a candidate of a need is a partner one would introduce, or only the best of many by chance.

The relevance model judges a pair by itself. A search takes the best of n: among two hundred unrelated candidates one
always looks fair. So the best is measured against the others searched for the same need: by how much its log-odds
exceed their middle, less what the largest of n independent draws exceeds its middle by (the chance maximum, see Gumbel
1958, "Statistics of Extremes", chapter 4, for normal draws).

Three people are no crowd to stand out from: whoever is least unlike the need would look like its partner. A small
registry is therefore filled up with ordinary passages.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.grades import Grade
from matchmaker.matching.odds import probability

Floats = NDArray[np.float64]

# So many candidates tell the middle of all of them to a tenth.
SAMPLE = 256
# From this many on the others tell what is usual: of 400 requests that were no technical needs, put to forty registries
# of one to fifteen real teams, 70 were offered somebody without this, 14 with it (11 with 43).
LEAST_CROWD = 20


@dataclass(frozen=True, slots=True)
class Crowd:
    """The candidates that were searched for one need.

    middle  median of their log-odds (of a sample of them); NaN where none could be judged
    size    how many were searched
    """

    middle: float
    size: int

    def filled_up(self, ordinary: float) -> Crowd:
        """This crowd with as many ordinary ones (log-odds) as are missing from LEAST_CROWD; large ones stay."""
        missing = LEAST_CROWD - self.size
        if missing <= 0 or np.isnan(ordinary):
            return self
        known = 0 if np.isnan(self.middle) else self.size
        total = missing * ordinary + (known * self.middle if known else 0.0)
        return Crowd(total / (missing + known), LEAST_CROWD)

    def excess(self, odds: Floats) -> Floats:
        """Log-odds float64[c] above the middle, less what chance gives the best of this many (in units of log-odds).

        A crowd of one has nobody to stand out from: only what is above even odds counts.
        """
        if self.size < 2 or np.isnan(self.middle):
            return np.asarray(odds)
        return np.asarray(odds - self.middle - NormalDist().inv_cdf(1.0 - 1.0 / self.size))


def sample_of(candidates: NDArray[np.int64]) -> NDArray[np.int64]:
    """At most SAMPLE of the candidates, evenly spread: the same every time."""
    if len(candidates) <= SAMPLE:
        return candidates
    return candidates[np.arange(SAMPLE, dtype=np.int64) * len(candidates) // SAMPLE]


@dataclass(frozen=True, slots=True)
class PartnerModel:
    """A logistic model of log-odds and excess: P(one would introduce this candidate to the enterprise).

    odds, excess  log-odds per unit, never negative
    threshold     from this probability on a candidate is offered. Missing a partner is taken to be as bad as
                  (1 - threshold) / threshold wrong offers
    """

    intercept: float
    odds: float
    excess: float
    threshold: float

    def __post_init__(self) -> None:
        if self.odds < 0.0 or self.excess < 0.0 or not 0.0 < self.threshold < 1.0:
            raise ValueError(f"weights may not be negative and the threshold lies inside (0, 1): {self}")

    def probabilities(self, odds: Floats, crowd: Crowd) -> Floats:
        """float64[c] for log-odds float64[c] of candidates of one need."""
        return probability(self.intercept + self.odds * odds + self.excess * crowd.excess(odds))

    def offered(self, grades: list[Grade], probabilities: Floats) -> list[Grade]:
        """The grades of a search: of the related candidates those that are likely partners are fair, others weak.

        A strong one stays strong: where a whole registry is about the need, nobody stands out and all may fit. One
        that is not related by itself stays so: among strangers somebody always stands out.
        """
        return [
            (Grade.FAIR if likely >= self.threshold else Grade.WEAK) if grade in (Grade.FAIR, Grade.WEAK) else grade
            for grade, likely in zip(grades, probabilities.tolist(), strict=True)
        ]
