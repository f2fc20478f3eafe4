"""How rare a term is: from the corpus, steadied by what technical Chinese looks like elsewhere."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# The background counts as this many passages: a register of 43 teams alone cannot tell that 工艺 is an everyday word.
BACKGROUND_PASSAGES = 1000.0
# Share of passages of a term that the background does not hold: less than its rarest known term.
UNKNOWN_SHARE = 2e-4


def share_of_passages(
    document_frequency: NDArray[np.int32], passages: int, background_share: NDArray[np.float32]
) -> NDArray[np.float32]:
    """In what share of passages each term occurs, float32[v], inside (0, 1].

    `background_share` float32[v]: the share in the background, NaN where unknown. The result is the posterior mean of
    the corpus's counts and BACKGROUND_PASSAGES pseudo-passages, so that its scale is the same for 43 passages and
    53,450.
    """
    prior = np.where(np.isnan(background_share), UNKNOWN_SHARE, background_share)
    share = (document_frequency + BACKGROUND_PASSAGES * prior) / (passages + BACKGROUND_PASSAGES)
    return np.asarray(np.clip(share, 1e-9, 1.0), dtype=np.float32)


def usual_size(sizes: NDArray[np.int64], background_size: float) -> float:
    """Distinct terms of a passage on average, by the same mixture of corpus and background."""
    total = BACKGROUND_PASSAGES * background_size + float(sizes.sum())
    return total / (BACKGROUND_PASSAGES + len(sizes))
