"""The snapshot file of the indexes: speeds the start, is thrown away at any doubt (N6)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from embeddings import Snapshot, SnapshotRejected, load_snapshot, save_snapshot
from matchmaker.models import Ledger
from matchmaker.services.index_state import IndexState, Tools, adopt

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class SnapshotFile:
    """Where the snapshot of this database lies."""

    path: Path

    def save(self, session: Session, state: IndexState) -> None:
        """Write beside and rename; the indexes are compacted first."""
        assert state.tools.model_id is not None
        self.path.parent.mkdir(parents=True, exist_ok=True)
        content = Snapshot(state.vectors.compacted(), state.lexical.compacted(), state.generation)
        save_snapshot(self.path, content, model_id=state.tools.model_id, lineage=_lineage(session))

    def load(self, session: Session, tools: Tools, generation: int) -> IndexState | None:
        """The state the file holds, or None (with the reason logged and the file removed) if it cannot be trusted."""
        if not self.path.exists():
            return None
        assert tools.model_id is not None
        try:
            found = load_snapshot(
                self.path,
                model_id=tools.model_id,
                generation=generation,
                segmenter=tools.segmenter,
                lineage=_lineage(session),
            )
        except SnapshotRejected as refusal:
            log.warning("snapshot rejected, the index is rebuilt", reason=refusal.params["reason"])
            self.path.unlink(missing_ok=True)
            return None
        return adopt(session, tools, found.generation, found.vectors, found.lexical)


def _lineage(session: Session) -> str:
    """The name of this database (see `matchmaker.models.event.Ledger`)."""
    return session.scalars(select(Ledger.lineage).where(Ledger.id == 1)).one()
