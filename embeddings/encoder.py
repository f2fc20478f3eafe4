"""What an encoder is: texts in, float32 unit vectors out, queries and passages apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

# progress(texts done, texts in all); called from the encoding thread, at least once at the end.
EncodingProgress = Callable[[int, int], None]


@runtime_checkable
class Encoder(Protocol):
    """Turns texts into vectors; one instance may be used by several threads at once.

    Both `encode_*` return float32[n, d] of unit length in the order of `texts` (float32[0, d] for none). A text above
    the token limit is never truncated: its pieces (see `split`) are encoded, and their mean, weighted by tokens, is
    brought back to unit length. They raise `EmptyText` for a text without content and `BadVectors` where the model
    gives NaN.
    """

    @property
    def model_id(self) -> str:
        """Names the vectors: a different id means that they must not be mixed."""
        ...

    @property
    def dimension(self) -> int:
        """The length d of each vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """The most tokens the model reads at once, prompt and special tokens included."""
        ...

    def encode_queries(self, texts: Sequence[str], *, progress: EncodingProgress | None = None) -> NDArray[np.float32]:
        """Vectors of what is looked for."""
        ...

    def encode_passages(self, texts: Sequence[str], *, progress: EncodingProgress | None = None) -> NDArray[np.float32]:
        """Vectors of what is to be found."""
        ...

    def split(self, text: str) -> list[str]:
        """Cut a text at sentence ends into pieces below the token limit; a short one comes back as it is."""
        ...
