"""Looks ids up in a rising list of ids."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def rows_of(sorted_ids: NDArray[np.int64], wanted: ArrayLike) -> NDArray[np.int64]:
    """int64[m]: the row of each wanted id in int64[n] `sorted_ids`, -1 where it is absent."""
    ids = np.asarray(wanted, np.int64)
    if not len(sorted_ids):
        return np.full(ids.shape, -1, np.int64)
    rows = np.minimum(np.searchsorted(sorted_ids, ids), len(sorted_ids) - 1)
    return np.where(sorted_ids[rows] == ids, rows, -1)


def mask_of(sorted_ids: NDArray[np.int64], wanted: ArrayLike) -> NDArray[np.bool_]:
    """bool[n]: which rows hold a wanted id; absent ids count for nothing."""
    rows = rows_of(sorted_ids, wanted)
    mask = np.zeros(len(sorted_ids), np.bool_)
    mask[rows[rows >= 0]] = True
    return mask
