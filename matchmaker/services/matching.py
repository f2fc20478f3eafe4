"""Rank who fits one need: its vectors, who may be asked at all, and the ranking itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from embeddings import Encoder
from matchmaker.errors import SearchUnavailable
from matchmaker.identity import text_hash
from matchmaker.models import Affiliation, Conflict, Embedding, Expert, Need, Organization
from matchmaker.models.codes import EmbeddingState
from matchmaker.ranking.corpus import Corpus
from matchmaker.ranking.query import Need as NeedTexts
from matchmaker.ranking.query import Query
from matchmaker.ranking.rank import Decided, Ranking, rank
from matchmaker.services.index_state import IndexState
from matchmaker.services.learning.known_decisions import KnownDecisions, Mover
from matchmaker.services.passage import need_texts
from matchmaker.services.search_index import SearchIndex

# Kept for each need and kind of candidate.
PER_KIND = 10


@dataclass(frozen=True)
class NeedRanking:
    """Rankings by kind of candidate (expert, achievement), of one need.

    `movers`: for candidates (by key) that decisions on this need moved notably, which decisions those were.
    """

    by_kind: Mapping[str, Ranking]
    state: IndexState
    movers: Mapping[str, tuple[Mover, ...]] = field(default_factory=dict)


def require_corpus(index: SearchIndex) -> tuple[IndexState, Corpus]:
    """The current state and its corpus, or SearchUnavailable with the reason."""
    state = index.current()
    if state.corpus is None or state.tools.engine is None:
        raise SearchUnavailable(reason=index.problem or "no model")
    return state, state.corpus


def rank_need(
    *,
    session: Session,
    index: SearchIndex,
    need: Need,
    today: date,
    known: KnownDecisions | None = None,
    limit: int = PER_KIND,
) -> NeedRanking:
    """The best experts and achievements for a stored need, without those whom a relation keeps apart from it.

    `known`: the decisions that stand; they move whoever is like those accepted or rejected.
    """
    require_corpus(index)
    parts = need_texts(need).parts()
    query = Query(parts, _stored_vectors(session, index, parts))
    apart = experts_kept_apart(session=session, organization=need.organization, today=today)
    found = _rank(index, query, limit, apart, known.decided(need.id) if known is not None else None)
    if known is None or found.state.corpus is None:
        return found
    ranked = [each for part in found.by_kind.values() for each in part.candidates]
    movers = known.movers(need_id=need.id, query=query, corpus=found.state.corpus, ranked=ranked)
    return replace(found, movers=movers)


def rank_texts(*, index: SearchIndex, texts: NeedTexts, limit: int) -> NeedRanking:
    """The best experts and achievements for texts that are not stored (a preview)."""
    require_corpus(index)
    parts = texts.parts()
    assert index.encoder is not None
    return _rank(index, Query(parts, _encoded(index.encoder, list(parts.values()))), limit, frozenset())


def experts_kept_apart(*, session: Session, organization: Organization, today: date) -> frozenset[str]:
    """Corpus keys of experts who are of the enterprise itself, share its e-mail domain, or have a relation to it (S5).

    Who cooperates with it already (已在合作) is named elsewhere and not introduced anew.
    """
    related = select(Conflict.expert_id).where(
        Conflict.organization_id == organization.id, or_(Conflict.until.is_(None), Conflict.until >= today)
    )
    affiliated = select(Affiliation.expert_id).where(Affiliation.organization_id == organization.id)
    employed = select(Expert.id).where(Expert.institution_id == organization.id)
    ids = {number for query in (related, affiliated, employed) for number in session.scalars(query)}
    if organization.email_domain:
        same = select(Expert.id).join(Expert.institution).where(Organization.email_domain == organization.email_domain)
        ids |= set(session.scalars(same))
    return frozenset(f"expert:{number}" for number in ids)


def _rank(
    index: SearchIndex, query: Query, limit: int, apart: frozenset[str], decided: Decided | None = None
) -> NeedRanking:
    state, corpus = require_corpus(index)
    assert state.tools.engine is not None
    excluded = corpus.positions(apart)
    rankings = {}
    for kind, positions in state.positions_by_kind.items():
        allowed = np.setdiff1d(positions, excluded, assume_unique=True)
        rankings[kind] = rank(query, corpus, state.tools.engine, allowed=allowed, limit=limit, decided=decided)
    return NeedRanking(rankings, state)


def _stored_vectors(session: Session, index: SearchIndex, parts: Mapping[str, str]) -> NDArray[np.float32]:
    """The parts' vectors from the database; what is not there yet is encoded."""
    assert index.encoder is not None
    hashes = {text_hash(text): text for text in parts.values()}
    query = select(Embedding.text_hash, Embedding.vector).where(
        Embedding.model_id == index.encoder.model_id,
        Embedding.purpose == "query",
        Embedding.state == EmbeddingState.READY,
        Embedding.text_hash.in_(list(hashes)),
    )
    known = {key: np.frombuffer(vector or b"", "<f4") for key, vector in session.execute(query)}
    missing = [key for key in hashes if key not in known]
    if missing:
        known |= dict(zip(missing, _encoded(index.encoder, [hashes[key] for key in missing]), strict=True))
    vectors = [known[text_hash(text)] for text in parts.values()]
    return np.stack(vectors) if vectors else np.empty((0, index.encoder.dimension), np.float32)


def _encoded(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
    return encoder.encode_queries(texts) if texts else np.empty((0, encoder.dimension), np.float32)
