"""The 281 real needs of the shared data, and the direction of each by the real model (some minutes of encoding)."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings import Encoder
from matchmaker.matching.space import centred, direction
from matchmaker.ranking.engine import Engine
from matchmaker.ranking.query import Need as Texts

Directions = NDArray[np.float32]


def read_needs(shared_data: Path) -> list[dict[str, str]]:
    file = shared_data / "inputs" / "needs.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [{"id": row["id"][:8], "title": row["title"], "text": row["text"] or ""} for row in rows]


def directions_of(needs: list[dict[str, str]], encoder: Encoder, engine: Engine) -> Directions:
    """float32[n, d], unit length: where each need points once what all needs share is taken away."""
    parts = [Texts(title=need["title"], problem=need["text"]).parts() for need in needs]
    vectors = encoder.encode_queries([text for own in parts for text in own.values()])
    common = engine.space.need_common(np.zeros((0, encoder.dimension), np.float32), [])
    starts = np.cumsum([0, *(len(own) for own in parts)])
    return np.stack(
        [
            direction(centred(vectors[start:stop], list(own.values()), common))
            for own, (start, stop) in zip(parts, itertools.pairwise(starts), strict=True)
        ]
    )
