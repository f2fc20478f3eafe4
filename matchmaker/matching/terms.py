"""The terms of all passages turned on their side, and the sums that all lexical features are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Saturation and length normalisation of BM25 (Robertson and Zaragoza 2009), the usual values.
K1 = 1.2
B = 0.75


@dataclass(frozen=True, slots=True)
class TermTable:
    """For each term the passages that hold it.

    indptr    int64[v + 1]: term t is held by passages[indptr[t]:indptr[t + 1]]
    passages  int32[m], rising within a term
    bm25      float32[m]: what the term adds to the passage's BM25
    share     float32[v]: in what share of passages each term occurs; its rarity is -log of that
    mass      float32[p]: sum of the rarities of a passage's distinct terms
    size      float32[p]: distinct terms of each passage over those of a usual one
    """

    indptr: NDArray[np.int64]
    passages: NDArray[np.int32]
    bm25: NDArray[np.float32]
    share: NDArray[np.float32]
    mass: NDArray[np.float32]
    size: NDArray[np.float32]

    @classmethod
    def of(
        cls,
        rows: NDArray[np.int64],
        terms: NDArray[np.int32],
        counts: NDArray[np.int32],
        share: NDArray[np.float32],
        usual_size: float,
    ) -> TermTable:
        """From p passages row by row: rows int64[p + 1], terms and counts int32[m], distinct within a passage."""
        sizes = np.diff(rows)
        owner = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        lengths = np.bincount(owner, weights=counts, minlength=len(sizes))
        mean = max(float(lengths.mean()) if len(lengths) else 1.0, 1.0)
        norm = np.repeat((K1 * (1.0 - B + B * lengths / mean)).astype(np.float32), sizes)
        found = counts.astype(np.float32)
        rarity = -np.log(share)[terms]
        order = np.argsort(terms, kind="stable")
        frequency = np.bincount(terms, minlength=len(share))
        return cls(
            indptr=np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(frequency)]),
            passages=owner[order],
            bm25=(rarity * found * np.float32(K1 + 1.0) / (found + norm))[order],
            share=share,
            mass=np.bincount(owner, weights=rarity, minlength=len(sizes)).astype(np.float32),
            size=(sizes / max(usual_size, 1.0)).astype(np.float32),
        )

    def bm25_scores(self, terms: NDArray[np.int32]) -> NDArray[np.float32]:
        """BM25 of every passage, float32[p], for distinct query terms int32[k]; each counts once."""
        places = self._places(terms)
        return self._summed(places, self.bm25[places])

    def shared_mass(self, terms: NDArray[np.int32]) -> NDArray[np.float32]:
        """Sum of the rarities of the terms each passage shares with the query, float32[p]."""
        sizes = self.indptr[terms + 1] - self.indptr[terms]
        return self._summed(self._places(terms), np.repeat(-np.log(self.share[terms]), sizes))

    def chance(self, terms: NDArray[np.int32]) -> tuple[float, float]:
        """Mean and variance of the shared mass with a usual passage that has nothing to do with the query.

        Terms are taken to fall independently, each in its share of passages; both grow with the passage's size.
        """
        share = self.share[terms].astype(np.float64)
        rarity = -np.log(share)
        return float(rarity @ share), float(rarity**2 @ share)

    def _places(self, terms: NDArray[np.int32]) -> NDArray[np.int64]:
        sizes = self.indptr[terms + 1] - self.indptr[terms]
        ends = np.cumsum(sizes)
        total = int(ends[-1]) if len(ends) else 0
        return np.asarray(np.arange(total, dtype=np.int64) + np.repeat(self.indptr[terms] - (ends - sizes), sizes))

    def _summed(self, places: NDArray[np.int64], values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.bincount(self.passages[places], weights=values, minlength=len(self.mass)).astype(np.float32)
