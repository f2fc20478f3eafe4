"""Search the registry by words and by meaning, in the caller's scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, True_, select

from embeddings import EmbeddingsError, Encoder, Hits
from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Achievement, Expert, Need, Passage
from matchmaker.services.index_owners import OwnerTable
from matchmaker.services.index_state import IndexState
from matchmaker.services.passage_rows import Owner
from matchmaker.services.scope import in_scope, needs_out_of_scope
from matchmaker.services.search_index import SearchIndex
from matchmaker.services.work import Work

KINDS: dict[str, type[Any]] = {"expert": Expert, "achievement": Achievement, "need": Need}
PASSAGES = 200
# Cormack, Clarke and Buettcher (2009), "Reciprocal Rank Fusion": the usual constant.
RRF = 60.0
MAX_TEXT = 2_000


@dataclass(frozen=True)
class SearchHit:
    """A record that was found; `passage` is the text that matched best, `by` says how (words, meaning)."""

    kind: str
    row: Expert | Achievement | Need
    passage: str
    score: float
    by: frozenset[str]


@dataclass(frozen=True)
class SearchResult:
    """Hits, best first; `degraded` says why meaning was not searched, None if it was."""

    hits: Sequence[SearchHit]
    degraded: str | None


def search_registry(
    *, work: Work, index: SearchIndex, text: str, kinds: Sequence[str] = tuple(KINDS), limit: int = 20
) -> SearchResult:
    """Records of `kinds` whose passages fit `text`; hidden ones are never searched (filter before the search)."""
    text = text.strip()
    if not text:
        raise InvalidInput(field="text", problem=N_("Write what you are looking for."))
    if len(text) > MAX_TEXT:
        problem = N_("Shorten the search text to %(limit)s characters.")
        raise InvalidInput(field="text", problem=problem, limit=MAX_TEXT)
    unknown = set(kinds) - set(KINDS)
    if unknown:
        problem = N_("Unknown kind of record. Known: %(known)s.")
        raise InvalidInput(field="kind", problem=problem, known=", ".join(KINDS))
    state = index.current()
    allowed = allowed_passages(work=work, state=state, kinds=kinds)
    found = [("words", state.lexical.search(text, PASSAGES, allowed))]
    degraded = index.problem
    if index.encoder is not None:
        try:
            found.append(("meaning", _by_meaning(index.encoder, state, text, allowed)))
        except EmbeddingsError as error:  # the model's files went away after the start
            degraded = str(error)
    return SearchResult(_hits(work, state, found, limit), degraded)


def query_terms(*, index: SearchIndex, text: str) -> frozenset[str]:
    """The words of a question that are worth marking where they stand in a result."""
    return frozenset(term for term in index.current().tools.segmenter.tokens(text) if len(term) > 1)


def allowed_passages(*, work: Work, state: IndexState, kinds: Sequence[str]) -> NDArray[np.int64]:
    """int64[m]: the passages whose owners the caller may see, read from the database at this moment."""
    parts = [_allowed_of(work, state.owners, kind) for kind in kinds]
    return np.concatenate(parts) if parts else np.empty(0, np.int64)


def _allowed_of(work: Work, owners: OwnerTable, kind: str) -> NDArray[np.int64]:
    """The passages of a kind; the database is asked for the shorter list, of what is readable or of what is not."""
    model = KINDS[kind]
    scope = in_scope(model, work.actor)
    if isinstance(scope, True_):
        return owners.passages_of(kind)
    hidden = needs_out_of_scope(work.actor) if model is Need else None
    if hidden is not None:
        return owners.passages_without(kind, _keys(work, model, hidden))
    return owners.passages_with(kind, _keys(work, model, scope))


def _keys(work: Work, model: type[Any], where: ColumnElement[bool]) -> NDArray[np.int64]:
    return np.fromiter(work.session.scalars(select(model.id).where(where)), np.int64)


def _by_meaning(encoder: Encoder, state: IndexState, text: str, allowed: NDArray[np.int64]) -> Hits:
    return state.vectors.search(encoder.encode_queries([text]), PASSAGES, allowed)


def _hits(work: Work, state: IndexState, found: list[tuple[str, Hits]], limit: int) -> list[SearchHit]:
    scores: dict[Owner, dict[str, float]] = {}
    best: dict[Owner, tuple[float, int]] = {}
    for how, hits in found:
        for rank, passage_id in enumerate(hits.of(0)[0].tolist()):
            owner = state.owners[passage_id]
            gain = 1.0 / (RRF + rank)
            scores.setdefault(owner, {}).setdefault(how, gain)
            best[owner] = max(best.get(owner, (0.0, 0)), (gain, passage_id))
    ranked = sorted(scores, key=lambda owner: (-sum(scores[owner].values()), owner))[: limit * 2]
    rows = _read(work, ranked)
    texts = _texts(work, [best[owner][1] for owner in ranked])
    return [
        SearchHit(owner.kind, rows[owner], texts.get(best[owner][1], ""), sum(by.values()), frozenset(by))
        for owner in ranked
        if owner in rows
        for by in (scores[owner],)
    ][:limit]


def _read(work: Work, owners: Sequence[Owner]) -> dict[Owner, Any]:
    """The records again from the database, in the caller's scope: an index is only a cache."""
    rows: dict[Owner, Any] = {}
    for kind, model in KINDS.items():
        ids = [owner.id for owner in owners if owner.kind == kind]
        if ids:
            query = select(model).where(model.id.in_(ids), in_scope(model, work.actor))
            rows |= {Owner(kind, row.id): row for row in work.session.scalars(query)}
    return rows


def _texts(work: Work, passage_ids: Sequence[int]) -> dict[int, str]:
    query = select(Passage.id, Passage.text).where(Passage.id.in_(passage_ids))
    return {number: text for number, text in work.session.execute(query)}
