"""Array types of the planner, and the few index tricks that replace loops over columns and rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def ints(values: Iterable[int]) -> Ints:
    """`int64[n]`, also of an empty iterable."""
    return np.fromiter(values, dtype=np.int64)


def floats(values: Iterable[float]) -> Floats:
    """`float64[n]`, also of an empty iterable."""
    return np.fromiter(values, dtype=np.float64)


def table(rows: Sequence[Sequence[float]], width: int) -> Floats:
    """`float64[n, width]`, also of no rows."""
    return np.array(rows, dtype=np.float64).reshape(len(rows), width)


def starts_of(keys: Ints, count: int) -> Ints:
    """`int64[count + 1]`: where the run of each key 0..count-1 begins in the sorted `keys`, and the end."""
    return np.searchsorted(keys, np.arange(count + 1))


def spans(starts: Ints, lengths: Ints) -> Ints:
    """The positions of all spans `starts[k] .. starts[k] + lengths[k]`, one after the other."""
    total = int(lengths.sum())
    shift = starts - np.concatenate(([0], np.cumsum(lengths)[:-1])) if len(lengths) else starts
    return np.repeat(shift, lengths) + np.arange(total)


def rank_within(keys: Ints) -> Ints:
    """For keys sorted into runs: the position of each entry inside its run, from 0."""
    if len(keys) == 0:
        return np.zeros(0, dtype=np.int64)
    first = np.flatnonzero(np.concatenate(([True], np.diff(keys) != 0)))
    return np.arange(len(keys)) - np.repeat(first, np.diff(np.concatenate((first, [len(keys)]))))


def total_per(index: Ints, weights: Floats, count: int) -> Floats:
    """`float64[count]`: the sum of the weights of each index."""
    return np.bincount(index, weights=weights, minlength=count).astype(np.float64)
