"""Searchable passages with their vectors, read from the database as the indexes need them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlalchemy.orm import Session

from matchmaker.models import Embedding, Passage
from matchmaker.models.codes import EmbeddingState

# How many ids fit one IN list on every database.
CHUNK = 500
# How far a stored vector's length may be from 1.
UNIT_TOLERANCE = 1e-3


@dataclass(frozen=True, order=True)
class Owner:
    """Whose a passage is: kind is expert, achievement or need."""

    kind: str
    id: int

    @property
    def key(self) -> str:
        """The owner's name in a ranking corpus."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class PassageRow:
    """A searchable passage; `vector` is None while its text has no embedding under the model."""

    id: int
    owner: Owner
    part: str
    text: str
    vector: NDArray[np.float32] | None


def owner_of_key(key: str) -> Owner:
    """The owner that `Owner.key` named."""
    kind, _, number = key.partition(":")
    return Owner(kind, int(number))


def all_rows(session: Session, model_id: str | None) -> list[PassageRow]:
    """Every searchable passage, owner after owner, in the order of their texts."""
    return _rows(session, model_id, None)


def rows_of_passages(session: Session, model_id: str | None, ids: Sequence[int]) -> list[PassageRow]:
    """Those of the passages `ids` that exist and are searchable."""
    found: list[PassageRow] = []
    for start in range(0, len(ids), CHUNK):
        found += _rows(session, model_id, Passage.id.in_(ids[start : start + CHUNK]))
    return found


def rows_of_owners(session: Session, model_id: str | None, owners: Sequence[Owner]) -> list[PassageRow]:
    """The searchable passages of `owners`."""
    found: list[PassageRow] = []
    for start in range(0, len(owners), CHUNK):
        found += _rows(session, model_id, _owned_by(owners[start : start + CHUNK]))
    return found


def unsound(rows: Sequence[PassageRow], dimension: int) -> list[int]:
    """Places of rows whose stored vector must enter no index: NaN, zero, of another size or length (N7)."""
    sized = [place for place, row in enumerate(rows) if row.vector is not None and len(row.vector) == dimension]
    stored = [place for place, row in enumerate(rows) if row.vector is not None]
    if not sized:
        return stored
    vectors = np.stack([rows[place].vector for place in sized])  # type: ignore[misc]  # none is None
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    good = np.abs(lengths - 1) <= UNIT_TOLERANCE  # false for NaN
    return sorted(set(stored) - {place for place, fine in zip(sized, good, strict=True) if fine})


def without_unsound(rows: list[PassageRow], dimension: int) -> list[PassageRow]:
    """`rows` with unsound vectors taken away, as if those texts waited for their vectors."""
    for place in unsound(rows, dimension):
        rows[place] = replace(rows[place], vector=None)
    return rows


def _owned_by(owners: Sequence[Owner]) -> ColumnElement[bool]:
    ids: dict[str, list[int]] = {"expert": [], "achievement": [], "need": []}
    for owner in owners:
        ids[owner.kind].append(owner.id)
    columns: dict[str, Any] = {
        "expert": Passage.expert_id,
        "achievement": Passage.achievement_id,
        "need": Passage.need_id,
    }
    return or_(*(columns[kind].in_(numbers) for kind, numbers in ids.items() if numbers))


def _rows(session: Session, model_id: str | None, where: ColumnElement[bool] | None) -> list[PassageRow]:
    query = _query(model_id)
    if where is not None:
        query = query.where(where)
    return [_row(values) for values in session.execute(query)]


def _query(model_id: str | None) -> Select[*tuple[Any, ...]]:
    purpose = case((Passage.need_id.is_(None), "passage"), else_="query")
    embedded = and_(
        Embedding.text_hash == Passage.text_hash,
        Embedding.model_id == (model_id or ""),
        Embedding.purpose == purpose,
        Embedding.state == EmbeddingState.READY,
    )
    columns = (Passage.id, Passage.expert_id, Passage.achievement_id, Passage.need_id, Passage.part, Passage.text)
    order = (Passage.expert_id, Passage.achievement_id, Passage.need_id, Passage.position)
    query: Select[*tuple[Any, ...]] = select(*columns, Embedding.vector).outerjoin(Embedding, embedded)
    return query.where(Passage.searchable).order_by(*order)


def _row(values: Any) -> PassageRow:
    passage_id, expert_id, achievement_id, need_id, part, text, vector = values
    if expert_id is not None:
        owner = Owner("expert", expert_id)
    elif achievement_id is not None:
        owner = Owner("achievement", achievement_id)
    else:
        owner = Owner("need", need_id)
    return PassageRow(passage_id, owner, part, text, _array(vector) if vector is not None else None)


def _array(stored: bytes) -> NDArray[np.float32]:
    """The stored vector; empty where the bytes cannot be one."""
    return np.frombuffer(stored if len(stored) % 4 == 0 else b"", dtype="<f4")
