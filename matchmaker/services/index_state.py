"""One immutable state of all indexes: vectors, words, and the ranking corpus, at a generation of the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from embeddings import LexicalIndex, Segmenter, VectorIndex
from matchmaker.ranking.corpus import Candidate, Corpus
from matchmaker.ranking.engine import Engine
from matchmaker.services.index_owners import OwnerTable
from matchmaker.services.passage import NAME
from matchmaker.services.passage_rows import (
    Owner,
    PassageRow,
    all_rows,
    rows_of_owners,
    rows_of_passages,
    without_unsound,
)

# Beyond this share of changed passages a new base is made.
REBUILD_SHARE = 0.05


@dataclass(frozen=True)
class Tools:
    """What an index is made with. `model_id` is None while no model can be used; `engine` then too."""

    segmenter: Segmenter
    model_id: str | None
    dimension: int
    engine: Engine | None


@dataclass(frozen=True)
class IndexState:
    """Never changed once made; whoever holds one may search it undisturbed.

    `owners` knows the owner of every searchable passage; `waiting` are those without a (sound) vector. `corpus` holds
    experts and achievements for ranking, None while there is no model.
    """

    generation: int
    tools: Tools
    vectors: VectorIndex
    lexical: LexicalIndex
    owners: OwnerTable
    waiting: frozenset[int]
    corpus: Corpus | None
    changed: int = 0

    @cached_property
    def positions_by_kind(self) -> Mapping[str, NDArray[np.int64]]:
        """Positions in `corpus` of the candidates of each kind (expert, achievement), rising."""
        keys = self.corpus.ids if self.corpus is not None else ()
        kinds = np.array([key.partition(":")[0] for key in keys], dtype="<U11")
        return {kind: np.flatnonzero(kinds == kind) for kind in ("expert", "achievement")}

    @property
    def needs_rebuild(self) -> bool:
        """True if so much changed since the base was made that a new one pays."""
        return self.changed > REBUILD_SHARE * max(len(self.owners), 200)


def build_state(session: Session, tools: Tools, generation: int) -> IndexState:
    """Read everything from the database."""
    rows = without_unsound(all_rows(session, tools.model_id), tools.dimension)
    embedded = [row for row in rows if row.vector is not None]
    return IndexState(
        generation=generation,
        tools=tools,
        vectors=VectorIndex.build(_ids(embedded), _matrix(embedded, tools.dimension), dimension=tools.dimension),
        lexical=LexicalIndex.build(_ids(rows), [row.text for row in rows], segmenter=tools.segmenter),
        owners=OwnerTable.of(rows),
        waiting=frozenset(row.id for row in rows if row.vector is None),
        corpus=_corpus(tools, embedded),
    )


def adopt(session: Session, tools: Tools, generation: int, vectors: VectorIndex, lexical: LexicalIndex) -> IndexState:
    """A state from indexes that a snapshot held; owners and corpus are made from the database.

    The caller applies the change log from the snapshot's `generation` on.
    """
    rows = without_unsound(all_rows(session, tools.model_id), tools.dimension)
    known = set(vectors.ids.tolist())
    embedded = [row for row in rows if row.vector is not None and row.id in known]
    return IndexState(
        generation=generation,
        tools=tools,
        vectors=vectors,
        lexical=lexical,
        owners=OwnerTable.of(rows),
        waiting=frozenset(row.id for row in rows if row.vector is None),
        corpus=_corpus(tools, embedded),
    )


def apply_changes(session: Session, state: IndexState, passage_ids: Sequence[int], generation: int) -> IndexState:
    """The state after the passages `passage_ids` were written, changed or removed; it is made beside the old one."""
    model_id = state.tools.model_id
    present = without_unsound(rows_of_passages(session, model_id, passage_ids), state.tools.dimension)
    embedded = [row for row in present if row.vector is not None]
    touched = {state.owners[number] for number in passage_ids if number in state.owners}
    touched |= {row.owner for row in present}
    return replace(
        state,
        generation=generation,
        vectors=state.vectors.with_changes(_ids(embedded), _matrix(embedded, state.tools.dimension), passage_ids),
        lexical=state.lexical.with_changes(_ids(present), [row.text for row in present], passage_ids),
        owners=state.owners.with_changes(present, passage_ids),
        waiting=(state.waiting - set(passage_ids)) | {row.id for row in present if row.vector is None},
        corpus=_changed_corpus(session, state, touched),
        changed=state.changed + len(passage_ids),
    )


def _corpus(tools: Tools, rows: Iterable[PassageRow]) -> Corpus | None:
    if tools.engine is None:
        return None
    candidates, vectors = _candidates(rows, tools.dimension)
    return tools.engine.corpus(candidates, vectors)


def _changed_corpus(session: Session, state: IndexState, touched: set[Owner]) -> Corpus | None:
    owners = sorted(owner for owner in touched if owner.kind != "need")
    if state.corpus is None or not owners:
        return state.corpus
    rows = without_unsound(rows_of_owners(session, state.tools.model_id, owners), state.tools.dimension)
    candidates, vectors = _candidates([row for row in rows if row.vector is not None], state.tools.dimension)
    return state.corpus.with_changes(candidates, vectors, removed=[owner.key for owner in owners])


def _candidates(rows: Iterable[PassageRow], dimension: int) -> tuple[list[Candidate], NDArray[np.float32]]:
    """Experts and achievements with their embedded passages (names apart), and the vectors in the same order."""
    grouped: dict[Owner, list[PassageRow]] = {}
    for row in rows:
        if row.owner.kind != "need" and row.part != NAME:
            grouped.setdefault(row.owner, []).append(row)
    ordered = sorted(grouped.items())
    candidates = [Candidate(owner.key, tuple(row.text for row in passages)) for owner, passages in ordered]
    return candidates, _matrix([row for _, passages in ordered for row in passages], dimension)


def _ids(rows: Sequence[PassageRow]) -> NDArray[np.int64]:
    return np.array([row.id for row in rows], dtype=np.int64)


def _matrix(rows: Sequence[PassageRow], dimension: int) -> NDArray[np.float32]:
    if not rows:
        return np.empty((0, dimension), np.float32)
    return np.stack([row.vector for row in rows if row.vector is not None]).astype(np.float32, copy=False)
