"""Texts of an evaluation to vectors, each distinct text once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings import Encoder
from matchmaker.ranking.corpus import Candidate
from matchmaker.ranking.query import Need, Query

Progress = Callable[[str, int, int], None]


def silent(_step: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


def encode_corpus(
    encoder: Encoder, candidates: Sequence[Candidate], progress: Progress = silent
) -> NDArray[np.float32]:
    """float32[p, d] of all passages in order."""
    texts = [passage for candidate in candidates for passage in candidate.passages]
    return encoder.encode_passages(texts, progress=lambda done, total: progress("encode passages", done, total))


def encode_needs(encoder: Encoder, needs: Sequence[Need], progress: Progress = silent) -> list[Query]:
    """Each need with the vectors of its parts."""
    parts = [need.parts() for need in needs]
    texts = [text for found in parts for text in found.values()]
    vectors = encoder.encode_queries(texts, progress=lambda done, total: progress("encode needs", done, total))
    queries, start = [], 0
    for found in parts:
        queries.append(Query(found, vectors[start : start + len(found)]))
        start += len(found)
    return queries
