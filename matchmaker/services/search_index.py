"""The search index of one process: follows the change log, swaps one reference, never disturbs a reader."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

import numpy as np
import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from embeddings import Encoder
from matchmaker.database import Database
from matchmaker.models import Change, Ledger
from matchmaker.services.index_snapshot import SnapshotFile
from matchmaker.services.index_state import IndexState, Tools, apply_changes, build_state
from matchmaker.services.learning.pair_odds import PairOdds
from matchmaker.services.learning.weights_store import WeightsStore
from matchmaker.services.passage_rows import all_rows, unsound

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class IndexDifferences:
    """What `index check` found: passages that only one side has, wrong or unsound vectors, how many have none."""

    missing: tuple[int, ...]
    surplus: tuple[int, ...]
    wrong: tuple[int, ...]
    waiting: int
    passages: int

    @property
    def ok(self) -> bool:
        return not (self.missing or self.surplus or self.wrong)


class SearchIndex:
    """Holds the current `IndexState`. `encoder` is None when the model cannot be used; `problem` then says why."""

    def __init__(
        self,
        *,
        database: Database,
        tools: Tools,
        encoder: Encoder | None,
        problem: str | None = None,
        snapshot: SnapshotFile | None = None,
        weights: WeightsStore | None = None,
    ) -> None:
        self.database, self.tools, self.encoder, self.problem = database, tools, encoder, problem
        self.snapshot, self.weights = snapshot, weights
        self.pair_odds = PairOdds()
        self._state: IndexState | None = None
        self._lock = threading.Lock()
        self._rebuilding = False

    def current(self) -> IndexState:
        """The state that holds every change committed before this call, judged by the weights that run now."""
        self._follow_weights()
        with self.database.read() as session:
            generation = generation_of(session)
            state = self._state
            if state is not None and state.generation == generation:
                return state
            with self._lock:
                state = self._advance(session, generation)
        if state.needs_rebuild:
            self._rebuild_aside()
        return state

    @property
    def is_built(self) -> bool:
        """Whether a first state has been made."""
        return self._state is not None

    def rebuild(self) -> IndexState:
        """Read everything anew and swap it in."""
        with self.database.read() as session:
            fresh = build_state(session, self.tools, generation_of(session))
        with self._lock:
            self._state = fresh
        return fresh

    def check(self) -> IndexDifferences:
        """Compare the index with the database (N4)."""
        state = self.current()
        with self.database.read() as session:
            rows = all_rows(session, self.tools.model_id)
        broken = {rows[place].id for place in unsound(rows, self.tools.dimension)}
        wanted = {row.id: row.vector if row.id not in broken else None for row in rows}
        held = set(state.lexical.ids.tolist())
        vector_ids = state.vectors.ids
        vectors = dict(zip(vector_ids.tolist(), state.vectors.vectors, strict=True))
        embedded = {number for number, vector in wanted.items() if vector is not None}
        wrong = [
            number
            for number in embedded & vectors.keys()
            if not np.array_equal(vectors[number], np.asarray(wanted[number]))
            or abs(np.linalg.norm(vectors[number]) - 1) > 1e-3
        ]
        return IndexDifferences(
            missing=tuple(sorted((wanted.keys() - held) | (embedded - vectors.keys()))),
            surplus=tuple(sorted((held - wanted.keys()) | (vectors.keys() - embedded))),
            wrong=tuple(sorted({*wrong, *broken})),
            waiting=len(wanted) - len(embedded),
            passages=len(wanted),
        )

    def save_snapshot(self) -> None:
        """Write the snapshot file (one job does this, never a web worker)."""
        if self.snapshot is None or self.tools.model_id is None:
            return
        state = self.current()
        with self.database.read() as session:
            self.snapshot.save(session, state)

    def _follow_weights(self) -> None:
        """Another process may have switched the weights; vectors and words stay what they are."""
        engine = self.tools.engine
        if self.weights is None or engine is None:
            return
        model = self.weights.running()
        if model is engine.model:
            return
        if self.weights.problem:
            log.error("learnt weights are not used", reason=self.weights.problem)
        with self._lock:
            self.tools = replace(self.tools, engine=replace(engine, model=model))
            if self._state is not None:
                self._state = replace(self._state, tools=self.tools)

    def _advance(self, session: Session, generation: int) -> IndexState:
        state = self._state or self._from_snapshot(session, generation)
        if state is None:
            state = build_state(session, self.tools, generation)
        if state.generation < generation:
            later = select(Change.passage_id).where(Change.id > state.generation, Change.id <= generation)
            changed = sorted(set(session.scalars(later)))
            state = apply_changes(session, state, changed, generation)
        self._state = state
        return state

    def _from_snapshot(self, session: Session, generation: int) -> IndexState | None:
        if self.snapshot is None or self.tools.model_id is None:
            return None
        return self.snapshot.load(session, self.tools, generation)

    def _rebuild_aside(self) -> None:
        """Make a new base in a thread while everybody goes on with the present state."""
        with self._lock:
            if self._rebuilding:
                return
            self._rebuilding = True
        threading.Thread(target=self._rebuild_quietly, daemon=True, name="index-rebuild").start()

    def _rebuild_quietly(self) -> None:
        try:
            self.rebuild()
        except Exception:
            log.exception("index rebuild failed; the present index goes on")
        finally:
            self._rebuilding = False


def generation_of(session: Session) -> int:
    """The number of the last change that was committed."""
    return session.scalars(select(Ledger.change_number).where(Ledger.id == 1)).one()
