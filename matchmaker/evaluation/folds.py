"""Folds that never split a need: the same need under two ids, or posted twice, falls into one fold."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_NOT_A_LETTER = re.compile(r"[\W_]+")


def normalised(text: str) -> str:
    """Text without case, spaces and punctuation, to recognise the same need written twice."""
    return _NOT_A_LETTER.sub("", text).casefold()


def groups(texts: Sequence[str]) -> NDArray[np.int64]:
    """One number per text; equal normalised texts share it."""
    seen: dict[str, int] = {}
    return np.array([seen.setdefault(normalised(text), len(seen)) for text in texts], dtype=np.int64)


def grouped_folds(group: NDArray[np.int64], folds: int, seed: int) -> NDArray[np.int64]:
    """Fold number of each item; groups are shuffled by the seed and dealt out evenly."""
    if len(group) == 0:
        return np.zeros(0, dtype=np.int64)
    count = int(group.max()) + 1
    order = np.random.default_rng(seed).permutation(count)
    fold = np.empty(count, dtype=np.int64)
    fold[order] = np.arange(count) % folds
    return np.asarray(fold[group])
