"""The decisions that stand, made ready for ranking: whatever was accepted or rejected moves candidates alike."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.matching.decisions import NOTABLE, DecisionMemory, Decisions
from matchmaker.models import Suggestion
from matchmaker.models.codes import SuggestionState
from matchmaker.ranking.corpus import Corpus
from matchmaker.ranking.query import Query
from matchmaker.ranking.rank import Decided, Ranked
from matchmaker.ranking.remembering import Remembered
from matchmaker.services.index_state import IndexState
from matchmaker.services.learning.judgement import judged_level
from matchmaker.services.learning.pair_odds import PairOdds
from matchmaker.services.need_vectors import stored_queries

# The newest that are remembered: one equation is solved for each, two thousand take a second.
MOST = 1000
JUDGED = (SuggestionState.ACCEPTED, SuggestionState.REJECTED)
# A decision is named beside a candidate if it moved it by at least this part of what all did together, two at most.
_WORTH_NAMING = 0.25
_MOST_NAMED = 2


@dataclass(frozen=True)
class Mover:
    """A decision that moved a candidate: the reference of the suggestion decided on, and log-odds."""

    suggestion: str
    odds: float


@dataclass(frozen=True)
class KnownDecisions:
    """`remembered` is what ranking asks; `refs` names the suggestion of each decision, in the same order."""

    remembered: Remembered
    refs: tuple[str, ...]

    def decided(self, need_id: int) -> Decided:
        """What `rank` takes for this need."""
        return Decided(self.remembered, _key(need_id))

    def movers(
        self, *, need_id: int, query: Query, corpus: Corpus, ranked: Sequence[Ranked]
    ) -> Mapping[str, tuple[Mover, ...]]:
        """For each candidate that decisions on this need moved notably: which ones, the strongest first."""
        moved = [each for each in ranked if each.rejected_alike or each.accepted_alike]
        if not moved:
            return {}
        positions = np.array([corpus.position[each.id] for each in moved], dtype=np.int64)
        shares = self.remembered.after(_key(need_id), query, corpus, np.zeros(len(moved)), positions).by_decision
        place = self.remembered.places[_key(need_id)]
        refs = [self.refs[at] for at in np.flatnonzero(self.remembered.memory.decisions.needs == place)]
        return {each.id: _named(each, row, refs) for each, row in zip(moved, shares, strict=True)}


def known_decisions(session: Session, state: IndexState, odds: PairOdds) -> KnownDecisions | None:
    """The newest judgements whose need and candidate still are what was decided on; None without a corpus or any."""
    corpus, engine = state.corpus, state.tools.engine
    if corpus is None or engine is None:
        return None
    rows = [(row, level) for row in _judged(session) if (level := judged_level(row)) is not None]
    rows = [(row, level) for row, level in rows if candidate_key(row) in corpus.position]
    needs = {row.need.id: row.need for row, _ in rows if row.need is not None}
    queries = stored_queries(session, needs.values(), model_id=state.tools.model_id or "")
    found: list[tuple[Suggestion, float, float]] = []
    for number, query in queries.items():
        own = [(row, level) for row, level in rows if row.need_id == number]
        said = odds.odds(query, [candidate_key(row) for row, _ in own], corpus, engine)
        found += [(row, level, each) for (row, level), each in zip(own, said, strict=True) if not math.isnan(each)]
    return _remembered(found, queries, corpus) if found else None


def candidate_key(row: Suggestion) -> str:
    """The name of the candidate in the corpus."""
    return f"expert:{row.expert_id}" if row.expert_id is not None else f"achievement:{row.achievement_id}"


def _judged(session: Session) -> Sequence[Suggestion]:
    query = (
        select(Suggestion)
        .where(Suggestion.state.in_(JUDGED), Suggestion.need_id.isnot(None))
        .order_by(Suggestion.decided_at.desc(), Suggestion.id.desc())
        .limit(MOST)
        .options(joinedload(Suggestion.need), selectinload(Suggestion.decisions))
    )
    return session.scalars(query).all()


def _remembered(
    found: Sequence[tuple[Suggestion, float, float]], queries: Mapping[int, Query], corpus: Corpus
) -> KnownDecisions:
    directions = {number: corpus.need_direction(query) for number, query in queries.items()}
    needs = [row.need_id or 0 for row, _, _ in found]
    places = {number: at for at, number in enumerate(dict.fromkeys(needs))}
    positions = np.array([corpus.position[candidate_key(row)] for row, _, _ in found], dtype=np.int64)
    decisions = Decisions(
        needs=np.array([places[number] for number in needs], dtype=np.int64),
        asked=np.stack([directions[number] for number in needs]).astype(np.float32),
        candidates=corpus.profiles(positions),
        odds=np.array([odds for _, _, odds in found], dtype=np.float64),
        levels=np.array([level for _, level, _ in found], dtype=np.float64),
    )
    remembered = Remembered(DecisionMemory.of(decisions), {_key(number): at for number, at in places.items()})
    return KnownDecisions(remembered, tuple(row.ref for row, _, _ in found))


def _key(need_id: int) -> str:
    return f"need:{need_id}"


def _named(moved: Ranked, shares: NDArray[np.float64], refs: Sequence[str]) -> tuple[Mover, ...]:
    """The decisions of the direction in which the candidate moved more."""
    sign = 1.0 if moved.accepted_alike > -moved.rejected_alike else -1.0
    found = [Mover(ref, round(float(share), 3)) for ref, share in zip(refs, shares, strict=True) if share * sign > 0]
    total = sum(abs(mover.odds) for mover in found)
    strongest = sorted(found, key=lambda mover: -abs(mover.odds))[:_MOST_NAMED]
    return tuple(mover for mover in strongest if abs(mover.odds) >= max(_WORTH_NAMING * total, NOTABLE / 2))
