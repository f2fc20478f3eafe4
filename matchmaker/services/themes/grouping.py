"""Group unit vectors by average linkage: a group is as alike on average as the bound asks for, not only in a chain."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def group_alike(vectors: NDArray[np.float32], *, least: float) -> list[list[int]]:
    """Rows of float32[n, d] in groups whose mean pairwise cosine is at least `least`, by average linkage.

    (Sokal and Michener 1958: the two groups with the highest mean similarity are joined, again and again.) Groups with
    more members come first, members in rising order; a row that is like no other is a group of its own.
    """
    alike = np.asarray(vectors @ vectors.T, dtype=np.float64)
    groups = [group for part in _connected(alike >= least) for group in _linked(alike, part, least)]
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def _connected(near: NDArray[np.bool_]) -> Iterator[list[int]]:
    """The connected parts: what lies in different ones is never joined."""
    left = np.ones(len(near), dtype=bool)
    for start in range(len(near)):
        if not left[start]:
            continue
        part, front = [start], [start]
        left[start] = False
        while front:
            reached = np.flatnonzero(near[front].any(axis=0) & left)
            left[reached] = False
            front = reached.tolist()
            part += front
        yield sorted(part)


def _linked(alike: Floats, part: list[int], least: float) -> list[list[int]]:
    """Average linkage within one part. `sums` holds the sum of similarities between each two groups."""
    groups = [[row] for row in part]
    sums = alike[np.ix_(part, part)].copy()
    while len(groups) > 1:
        sizes = np.array([len(group) for group in groups], dtype=np.float64)
        means = sums / np.outer(sizes, sizes)
        np.fill_diagonal(means, -np.inf)
        one, other = sorted(map(int, np.unravel_index(int(np.argmax(means)), means.shape)))
        if means[one, other] < least:
            break
        groups[one] += groups.pop(other)
        sums[one] += sums[other]
        sums[:, one] += sums[:, other]
        sums = np.delete(np.delete(sums, other, axis=0), other, axis=1)
    return [sorted(group) for group in groups]
