"""A stand-in encoder without a model: hashed character n-grams, so that texts with common characters are similar.

For fast tests of everything around the encoder, and for `demo` runs without a model; it knows no meaning.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import EncodingProgress
from embeddings.pooled_encoding import encode_texts
from embeddings.segmenter import Segmenter, char_ngrams
from embeddings.splitting import split_text


class FakeEncoder:
    """An `Encoder` that is deterministic on every machine; one token is one character.

    Queries and passages differ a little, as with a real model, but a text is still nearest to itself.
    """

    def __init__(self, dimension: int = 64, max_tokens: int = 512) -> None:
        self._dimension = dimension
        self._max_tokens = max_tokens
        self._words = Segmenter()

    @property
    def model_id(self) -> str:
        return f"fake-{self._dimension}@{0:012x}"

    @property
    def dimension(self) -> int:
        return self._dimension

    @property
    def max_tokens(self) -> int:
        return self._max_tokens

    def encode_queries(self, texts: Sequence[str], *, progress: EncodingProgress | None = None) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self._encode(texts, "query", progress)

    def encode_passages(self, texts: Sequence[str], *, progress: EncodingProgress | None = None) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self._encode(texts, "passage", progress)

    def split(self, text: str) -> list[str]:
        """See `Encoder`."""
        return split_text(text, limit=self._max_tokens, count=_count, words=self._words.cut)

    def _encode(self, texts: Sequence[str], kind: str, progress: EncodingProgress | None) -> NDArray[np.float32]:
        def forward(batch: list[str]) -> NDArray[np.float32]:
            return np.stack([self._vector(text, kind) for text in batch])

        return encode_texts(
            texts, dimension=self._dimension, split=self.split, count=_count, forward=forward, progress=progress
        )

    def _vector(self, text: str, kind: str) -> NDArray[np.float32]:
        vector = np.zeros(self._dimension, np.float32)
        # Half the weight of one gram tells the kinds apart; the constant keeps every vector away from zero.
        for gram, weight in ((f"\0{kind}", 0.5), ("\0", 1.0), *((gram, 1.0) for gram in char_ngrams(text))):
            digest = hashlib.blake2b(gram.encode(), digest_size=8).digest()
            place = int.from_bytes(digest[:4], "little") % self._dimension
            vector[place] += weight if digest[4] & 1 else -weight
        if not vector.any():
            vector[0] = 1.0
        return vector


def _count(texts: Sequence[str]) -> list[int]:
    return [len(text) for text in texts]
