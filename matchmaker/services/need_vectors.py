"""Many stored needs as queries: their texts with the vectors the database holds. Nothing is encoded here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.identity import text_hash
from matchmaker.models import Embedding, Need
from matchmaker.models.codes import EmbeddingState
from matchmaker.ranking.query import Query
from matchmaker.services.passage import need_texts
from matchmaker.services.passage_rows import CHUNK

Vector = NDArray[np.float32]


def stored_queries(session: Session, needs: Iterable[Need], *, model_id: str) -> dict[int, Query]:
    """By key of the need; a need with a text that still waits for its vector, or without any text, is left out."""
    texts = {need.id: need_texts(need).parts() for need in needs}
    hashes = {text: text_hash(text) for parts in texts.values() for text in parts.values()}
    vectors = _vectors(session, sorted(set(hashes.values())), model_id)
    found = {}
    for number, parts in texts.items():
        known = [vectors.get(hashes[text]) for text in parts.values()]
        present = [vector for vector in known if vector is not None]
        if present and len(present) == len(known):
            found[number] = Query(parts, np.stack(present))
    return found


def _vectors(session: Session, hashes: Sequence[str], model_id: str) -> dict[str, Vector]:
    found: dict[str, Vector] = {}
    for start in range(0, len(hashes), CHUNK):
        query = select(Embedding.text_hash, Embedding.vector).where(
            Embedding.model_id == model_id,
            Embedding.purpose == "query",
            Embedding.state == EmbeddingState.READY,
            Embedding.text_hash.in_(hashes[start : start + CHUNK]),
        )
        found |= {key: np.frombuffer(vector or b"", "<f4") for key, vector in session.execute(query)}
    return found
