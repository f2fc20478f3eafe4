"""An encoder that remembers on disk: only texts never seen before reach the encoder behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder, EncodingProgress
from embeddings.encoding_cache import EncodingCache, Kind, text_hash
from embeddings.errors import CacheDamaged
from embeddings.pooled_encoding import refuse_empty

# Encoded between two commits: some seconds of work, which is what a kill can cost.
_CHUNK = 512


class CachedEncoder:
    """An `Encoder` that asks the cache first and the encoder behind it only for what is missing.

    An encoder that loads late (as `SentenceTransformerEncoder` does) is never loaded when nothing is missing.
    """

    def __init__(self, encoder: Encoder, cache: EncodingCache) -> None:
        self._encoder = encoder
        self._cache = cache

    @property
    def model_id(self) -> str:
        return self._encoder.model_id

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    @property
    def max_tokens(self) -> int:
        return self._encoder.max_tokens

    def encode_queries(self, texts: Sequence[str], *, progress: EncodingProgress | None = None) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self._encode("query", texts, progress)

    def encode_passages(self, texts: Sequence[str], *, progress: EncodingProgress | None = None) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self._encode("passage", texts, progress)

    def split(self, text: str) -> list[str]:
        """See `Encoder`."""
        return self._encoder.split(text)

    def _encode(self, kind: Kind, texts: Sequence[str], progress: EncodingProgress | None) -> NDArray[np.float32]:
        refuse_empty(texts)
        keys = [text_hash(kind, text) for text in texts]
        by_key = dict(zip(keys, texts, strict=True))
        vectors = self._stored(list(by_key))
        copies = Counter(keys)
        done = sum(copies[key] for key in vectors)
        _report(progress, done, len(texts))
        encode = self._encoder.encode_queries if kind == "query" else self._encoder.encode_passages
        # By length, so that each chunk can be batched well.
        missing = sorted((key for key in by_key if key not in vectors), key=lambda key: -len(by_key[key]))
        for start in range(0, len(missing), _CHUNK):
            chunk = missing[start : start + _CHUNK]
            made = encode([by_key[key] for key in chunk])
            self._cache.put(self.model_id, chunk, made)
            vectors.update(zip(chunk, made, strict=True))
            done += sum(copies[key] for key in chunk)
            _report(progress, done, len(texts))
        return np.array([vectors[key] for key in keys], np.float32).reshape(len(texts), self.dimension)

    def _stored(self, keys: list[bytes]) -> dict[bytes, NDArray[np.float32]]:
        vectors = self._cache.get(self.model_id, keys)
        for key, vector in vectors.items():
            if len(vector) != self.dimension:
                raise CacheDamaged(path=str(self._cache.path), reason=f"entry {key.hex()[:12]} has a wrong size")
        return vectors


def _report(progress: EncodingProgress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)
