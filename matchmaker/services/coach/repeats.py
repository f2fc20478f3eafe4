"""Needs that say the same, or ask for the same: found by meaning and by words, for whoever reviews a need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, select

from matchmaker.matching.space import centred, direction
from matchmaker.models import Need
from matchmaker.models.codes import NeedState
from matchmaker.ranking.query import WHOLE, Query
from matchmaker.services.coach.likeness import grams, overlap
from matchmaker.services.index_state import IndexState
from matchmaker.services.need_vectors import stored_queries
from matchmaker.services.passage import need_texts
from matchmaker.services.scope import needs_in_scope
from matchmaker.services.search import allowed_passages
from matchmaker.services.search_index import SearchIndex
from matchmaker.services.work import Work

# Measured on the 281 real needs (tests/services/coach): every pair above these was read.
SAME_WORDS, SAME_SUBJECT = 0.7, 0.7
WORDS_ALONE, MEANING_ALONE = 0.9, 0.9
ALIKE = 0.55
# Needs that are compared exactly: the nearest of those matched, and the newest of those that are not searched.
_NEAREST, _NEWEST = 40, 300
_NOT_SEARCHED = (NeedState.SUBMITTED, NeedState.RETURNED, NeedState.CLOSED)
Vector = NDArray[np.float32]


@dataclass(frozen=True)
class AlikeNeed:
    """Another need; `same`: it says the same, else it only asks for something alike. `likeness` 0..1."""

    need: Need
    same: bool
    likeness: float


def alike_needs(*, work: Work, index: SearchIndex, need: Need, limit: int = 5) -> list[AlikeNeed]:
    """Other needs in the caller's scope that repeat `need` or are alike, repeats first.

    Without a model repeats are found by words alone, and nothing is called alike.
    """
    state = index.current()
    others = _candidates(work, state, need)
    meanings = _meanings(work, state, [need, *others])
    own_words = grams(_text(need))
    found = [
        _compared(other, overlap(own_words, grams(_text(other))), _cosine(meanings, need, other)) for other in others
    ]
    kept = [one for one in found if one.same or one.likeness >= ALIKE]
    return sorted(kept, key=lambda one: (not one.same, -one.likeness, one.need.id))[:limit]


def is_same(words: float, meaning: float) -> bool:
    """Whether two needs say the same, from the share of common words and the cosine of their directions."""
    return (words >= SAME_WORDS and meaning >= SAME_SUBJECT) or words >= WORDS_ALONE or meaning >= MEANING_ALONE


def directions(state: IndexState, queries: Mapping[int, Query]) -> dict[int, Vector]:
    """Unit vector float32[d] of each need, less what all needs have in common."""
    engine = state.tools.engine
    if engine is None:
        return {}
    if state.corpus is not None:
        common = state.corpus.need_common
    else:
        common = engine.space.need_common(np.zeros((0, state.tools.dimension), np.float32), [])
    parts = {number: centred(query.vectors, list(query.parts.values()), common) for number, query in queries.items()}
    return {number: direction(vectors) for number, vectors in parts.items()}


def _compared(need: Need, words: float, meaning: float) -> AlikeNeed:
    return AlikeNeed(need, is_same(words, meaning), max(meaning, words if words >= WORDS_ALONE else 0.0))


def _meanings(work: Work, state: IndexState, needs: Sequence[Need]) -> dict[int, Vector]:
    if state.tools.model_id is None:
        return {}
    return directions(state, stored_queries(work.session, needs, model_id=state.tools.model_id))


def _cosine(meanings: Mapping[int, Vector], one: Need, other: Need) -> float:
    if one.id not in meanings or other.id not in meanings:
        return 0.0
    return float(meanings[one.id] @ meanings[other.id])


def _text(need: Need) -> str:
    return need_texts(need).parts().get(WHOLE, "")


def _candidates(work: Work, state: IndexState, need: Need) -> list[Need]:
    """Needs worth comparing; hidden ones are never searched (filter before the search)."""
    near = _nearest(work, state, need)
    newest = (
        select(Need)
        .where(Need.state.in_(_NOT_SEARCHED), Need.id != need.id, needs_in_scope(work.actor))
        .order_by(Need.id.desc())
        .limit(_NEWEST)
    )
    return [*(_read(work, Need.id.in_(near)) if near else ()), *work.session.scalars(newest)]


def _nearest(work: Work, state: IndexState, need: Need) -> list[int]:
    allowed = allowed_passages(work=work, state=state, kinds=("need",))
    own = stored_queries(work.session, [need], model_id=state.tools.model_id or "")
    passages: list[int] = state.lexical.search(_text(need), _NEAREST, allowed).of(0)[0].tolist()
    if need.id in own:
        hits = state.vectors.search(own[need.id].vectors, _NEAREST, allowed)
        for place in range(len(own[need.id].parts)):
            passages += hits.of(place)[0].tolist()
    found: Iterable[int] = (state.owners[number].id for number in passages)
    return [number for number in dict.fromkeys(found) if number != need.id]


def _read(work: Work, where: ColumnElement[bool]) -> Sequence[Need]:
    return work.session.scalars(select(Need).where(where, needs_in_scope(work.actor))).all()
