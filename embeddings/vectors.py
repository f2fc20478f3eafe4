"""The gate for vectors and ids: what is NaN, zero, of a wrong size or length never enters an index."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embeddings.errors import BadIds, BadVectors

_SHOWN = 10
_UNIT_TOLERANCE = 1e-3


def check_ids(ids: ArrayLike) -> NDArray[np.int64]:
    """int64[n] of distinct ids >= 0. Raises `BadIds`."""
    array = np.asarray(ids)
    if array.size == 0:
        return np.empty(0, np.int64)
    if array.ndim != 1 or array.dtype.kind not in "iu":
        raise BadIds(reason="they are not a flat list of whole numbers", ids=[])
    array = array.astype(np.int64)
    if (array < 0).any():
        raise BadIds(reason="negative ids mean 'nothing found'", ids=array[array < 0][:_SHOWN].tolist())
    values, counts = np.unique(array, return_counts=True)
    if len(values) != len(array):
        raise BadIds(reason="an id comes twice", ids=values[counts > 1][:_SHOWN].tolist())
    return array


def check_vectors(vectors: ArrayLike, *, rows: int | None = None, dimension: int | None = None) -> NDArray[np.float32]:
    """float32[n, d], finite and of unit length (within 0.001), contiguous. Raises `BadVectors`."""
    array = np.asarray(vectors)
    if array.ndim != 2 or array.dtype.kind != "f":
        raise BadVectors(reason="they are not a table of floating-point numbers", rows=[])
    if rows is not None and len(array) != rows:
        raise BadVectors(reason=f"{len(array)} vectors for {rows} ids", rows=[])
    if array.shape[1] == 0 or (dimension is not None and array.shape[1] != dimension):
        raise BadVectors(reason=f"they have {array.shape[1]} dimensions, expected {dimension or 'at least 1'}", rows=[])
    array = np.ascontiguousarray(array, dtype=np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", array, array))
    _refuse(~np.isfinite(lengths), "they hold NaN or infinite numbers")
    _refuse(lengths == 0, "they are zero")
    _refuse(np.abs(lengths - 1) > _UNIT_TOLERANCE, "they are not of unit length")
    return array


def _refuse(at_fault: NDArray[Any], reason: str) -> None:
    if at_fault.any():
        raise BadVectors(reason=reason, rows=np.flatnonzero(at_fault)[:_SHOWN].tolist())
