"""Encode texts that have no vector under the present model; nothing is ever encoded twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Select, and_, case, delete, func, select
from sqlalchemy.orm import Session

from embeddings import BadVectors, EmptyText, Encoder
from matchmaker.database import Database
from matchmaker.identity import text_hash
from matchmaker.ledger import note_change
from matchmaker.models import Embedding, Passage
from matchmaker.models.codes import EmbeddingState
from matchmaker.services.passage_rows import all_rows, unsound

Progress = Callable[[int, int], None]
BATCH = 64


@dataclass(frozen=True)
class Waiting:
    """A text that waits for its vector; `purpose` is query (needs) or passage (experts, achievements)."""

    purpose: str
    text_hash: str
    text: str


def count_waiting(session: Session, model_id: str) -> int:
    """How many different texts have no vector and no refusal under the model."""
    missing = _missing(model_id).with_only_columns(Passage.text_hash, _PURPOSE).distinct().subquery()
    return session.scalar(select(func.count()).select_from(missing)) or 0


def encode_waiting(
    *, database: Database, encoder: Encoder, clock: Callable[[], datetime], progress: Progress | None = None
) -> int:
    """Encode all that waits, batch by batch, each in its own transaction; returns how many texts.

    Stopped at any moment, it goes on where it was. A text that no vector can be made of (N7) is stored as refused.
    """
    with database.read() as session:
        total = count_waiting(session, encoder.model_id)
    done = 0
    while True:
        with database.read() as session:
            batch = _next_batch(session, encoder.model_id)
        if not batch:
            return done
        vectors = _encode(encoder, batch)
        with database.write() as session:
            _store(session, encoder.model_id, batch, vectors, clock())
        done += len(batch)
        if progress is not None:
            progress(done, max(total, done))


def drop_unsound(*, database: Database, encoder: Encoder) -> int:
    """Forget stored vectors of this model that are damaged, so that their texts are encoded anew; returns how many."""
    with database.read() as session:
        rows = all_rows(session, encoder.model_id)
    damaged = [rows[place] for place in unsound(rows, encoder.dimension)]
    with database.write() as session:
        for row in damaged:
            purpose = "query" if row.owner.kind == "need" else "passage"
            session.execute(
                delete(Embedding).where(
                    Embedding.model_id == encoder.model_id,
                    Embedding.purpose == purpose,
                    Embedding.text_hash == text_hash(row.text),
                )
            )
            note_change(session, row.id, "upsert")
    return len(damaged)


_PURPOSE = case((Passage.need_id.is_(None), "passage"), else_="query")


def _missing(model_id: str) -> Select[Any]:
    """Purpose, hash, text and id of the passages whose text has no embedding row."""
    known = and_(
        Embedding.text_hash == Passage.text_hash, Embedding.model_id == model_id, Embedding.purpose == _PURPOSE
    )
    columns = select(_PURPOSE, Passage.text_hash, Passage.text, Passage.id)
    return columns.outerjoin(Embedding, known).where(Embedding.id.is_(None))


def _next_batch(session: Session, model_id: str) -> list[Waiting]:
    """The texts that wait longest: needs first, for somebody waits for their answer."""
    query = _missing(model_id).order_by(_PURPOSE.desc(), Passage.id).limit(BATCH)
    found = {(purpose, key): Waiting(purpose, key, text) for purpose, key, text, _ in session.execute(query)}
    return list(found.values())


def _encode(encoder: Encoder, batch: Sequence[Waiting]) -> list[np.ndarray | str]:
    """A vector, or the reason why there is none, for each text of the batch."""
    results: dict[Waiting, np.ndarray | str] = {}
    for purpose, encode in (("query", encoder.encode_queries), ("passage", encoder.encode_passages)):
        part = [item for item in batch if item.purpose == purpose]
        if not part:
            continue
        try:
            results |= dict(zip(part, encode([item.text for item in part]), strict=True))
        except (EmptyText, BadVectors):
            results |= {item: _encode_alone(encode, item.text) for item in part}
    return [results[item] for item in batch]


def _encode_alone(encode: Callable[[list[str]], np.ndarray], text: str) -> np.ndarray | str:
    try:
        vector: np.ndarray = encode([text])[0]
    except (EmptyText, BadVectors) as error:
        return error.code
    return vector


def _store(
    session: Session, model_id: str, batch: Sequence[Waiting], vectors: Sequence[np.ndarray | str], now: datetime
) -> None:
    taken = _already_there(session, model_id, batch)
    for item, vector in zip(batch, vectors, strict=True):
        if (item.purpose, item.text_hash) in taken:
            continue
        row = Embedding(model_id=model_id, purpose=item.purpose, text_hash=item.text_hash, created_at=now)
        if isinstance(vector, str):
            row.state, row.reason = EmbeddingState.REFUSED, vector
        else:
            row.state, row.vector = EmbeddingState.READY, np.asarray(vector, "<f4").tobytes()
        session.add(row)
    hashes = [item.text_hash for item in batch]
    for passage_id in session.scalars(select(Passage.id).where(Passage.text_hash.in_(hashes)).order_by(Passage.id)):
        note_change(session, passage_id, "upsert")


def _already_there(session: Session, model_id: str, batch: Sequence[Waiting]) -> set[tuple[str, str]]:
    """Another worker may have been faster."""
    query = select(Embedding.purpose, Embedding.text_hash).where(
        Embedding.model_id == model_id, Embedding.text_hash.in_([item.text_hash for item in batch])
    )
    return {(purpose, key) for purpose, key in session.execute(query)}
