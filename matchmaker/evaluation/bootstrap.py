"""Intervals by resampling whole queries: pairs of one need stand or fall together."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 1000
LEVEL = 0.95


def interval(
    statistic: Callable[[NDArray[np.int64]], float], queries: int, *, seed: int = 0, resamples: int = RESAMPLES
) -> tuple[float, float]:
    """Percentile interval (Efron 1979) of a statistic over queries drawn with replacement.

    `statistic` gets int64[queries] positions of the drawn queries (repeats included). Draws whose statistic is NaN
    are left out; (NaN, NaN) where fewer than half remain or there are fewer than two queries.
    """
    if queries < 2:
        return float("nan"), float("nan")
    random = np.random.default_rng(seed)
    values = np.array([statistic(random.integers(0, queries, queries)) for _ in range(resamples)])
    values = values[~np.isnan(values)]
    if len(values) < resamples / 2:
        return float("nan"), float("nan")
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
