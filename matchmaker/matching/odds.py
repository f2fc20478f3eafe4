"""Log-odds and probabilities."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Beyond this a probability differs from 0 or 1 by less than 1e-17, and the exponential might overflow.
_FAR = 40.0


def probability(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 / (1 + e^-odds); NaN stays NaN."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -_FAR, _FAR))))
