"""The terms of all passages turned on their side, and the sums that all lexical features are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# A term in a larger share of passages than this tells nothing that chance would not, and costs most of the time.
COMMON_SHARE = 0.35


@dataclass(frozen=True, slots=True)
class TermTable:
    """For each term the passages that hold it.

    indptr    int64[v + 1]: term t is held by passages[indptr[t]:indptr[t + 1]]
    passages  int32[m], rising within a term
    share     float32[v]: in what share of passages each term occurs; its rarity is -log of that
    mass      float32[p]: sum of the rarities of a passage's distinct terms
    size      float32[p]: distinct terms of each passage over those of a usual one
    """

    indptr: NDArray[np.int64]
    passages: NDArray[np.int32]
    share: NDArray[np.float32]
    mass: NDArray[np.float32]
    size: NDArray[np.float32]

    @classmethod
    def of(
        cls, rows: NDArray[np.int64], terms: NDArray[np.int32], share: NDArray[np.float32], usual_size: float
    ) -> TermTable:
        """From p passages row by row: rows int64[p + 1], terms int32[m], distinct within a passage."""
        sizes = np.diff(rows)
        owner = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        order = np.argsort(terms, kind="stable")
        return cls(
            indptr=np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(np.bincount(terms, minlength=len(share)))]),
            passages=owner[order],
            share=share,
            mass=np.bincount(owner, weights=-np.log(share)[terms], minlength=len(sizes)).astype(np.float32),
            size=(sizes / max(usual_size, 1.0)).astype(np.float32),
        )

    def telling(self, terms: NDArray[np.int32]) -> NDArray[np.int32]:
        """Those of the terms that are not common to too many passages."""
        return terms[self.share[terms] <= COMMON_SHARE]

    def shared_mass(self, terms: NDArray[np.int32]) -> NDArray[np.float32]:
        """Sum of the rarities of the terms each passage shares with the query, float32[p].

        `terms` int32[k], distinct.
        """
        starts = self.indptr[terms]
        sizes = self.indptr[terms + 1] - starts
        ends = np.cumsum(sizes)
        total = int(ends[-1]) if len(ends) else 0
        places = np.arange(total, dtype=np.int64) + np.repeat(starts - (ends - sizes), sizes)
        rarity = np.repeat(-np.log(self.share[terms]), sizes)
        return np.bincount(self.passages[places], weights=rarity, minlength=len(self.mass)).astype(np.float32)

    def chance(self, terms: NDArray[np.int32]) -> tuple[float, float]:
        """Mean and variance of the shared mass with a usual passage that has nothing to do with the query.

        Terms are taken to fall independently, each in its share of passages; both grow with the passage's size.
        """
        share = self.share[terms].astype(np.float64)
        rarity = -np.log(share)
        return float(rarity @ share), float(rarity**2 @ share)
