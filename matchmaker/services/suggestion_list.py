"""Lists of suggestions in the caller's scope, by need, state, grade and kind of candidate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from matchmaker.models import Need, Suggestion
from matchmaker.models.codes import Grade, SuggestionState
from matchmaker.services.paging import Page, PageRequest, page_of
from matchmaker.services.scope import needs_in_scope, suggestions_in_scope
from matchmaker.services.work import Work

CandidateKind = Literal["expert", "achievement", "institution"]
CANDIDATE_KINDS: tuple[CandidateKind, ...] = get_args(CandidateKind)


@dataclass(frozen=True)
class SuggestionFilter:
    """What to look for; empty fields do not filter. `need` is the reference of a need."""

    need: str | None = None
    states: tuple[SuggestionState, ...] = ()
    grades: tuple[Grade, ...] = ()
    candidate: CandidateKind | None = None


def list_suggestions(
    *, work: Work, where: SuggestionFilter, page: PageRequest, count: bool = False
) -> Page[Suggestion]:
    """One page of suggestions, newest first, with both sides loaded."""
    query = suggestions_query(work=work, where=where).options(
        joinedload(Suggestion.run),
        joinedload(Suggestion.need),
        joinedload(Suggestion.expert),
        joinedload(Suggestion.achievement),
        joinedload(Suggestion.enterprise),
        joinedload(Suggestion.institution),
    )
    return page_of(session=work.session, query=query, key=Suggestion.id, request=page, count=count)


def suggestions_query(*, work: Work, where: SuggestionFilter) -> Select[Suggestion]:
    """The suggestions the caller may read, filtered."""
    query = select(Suggestion).where(suggestions_in_scope(work.actor))
    if where.need is not None:
        # In the caller's scope: a need that is hidden finds nothing, like one that does not exist.
        known = select(Need.id).where(Need.ref == where.need, needs_in_scope(work.actor))
        query = query.where(Suggestion.need_id.in_(known))
    if where.states:
        query = query.where(Suggestion.state.in_(where.states))
    if where.grades:
        query = query.where(Suggestion.grade.in_(where.grades))
    if where.candidate is not None:
        query = query.where(_CANDIDATE_COLUMN[where.candidate])
    return query


_CANDIDATE_COLUMN: dict[CandidateKind, ColumnElement[bool]] = {
    "expert": Suggestion.expert_id.isnot(None),
    "achievement": Suggestion.achievement_id.isnot(None),
    "institution": Suggestion.institution_id.isnot(None),
}
