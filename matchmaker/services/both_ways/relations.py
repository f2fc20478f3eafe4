"""The relations that count between enterprises and institutions: good suggestions that nobody rejected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from matchmaker.models import Achievement, Classification, Conflict, Expert, Need, Organization, Suggestion
from matchmaker.models.codes import MATCHED_STATES, ExpertState, OrganizationKind, SuggestionState
from matchmaker.services.both_ways.tie import COUNTED
from matchmaker.services.scope import suggestions_in_scope
from matchmaker.services.work import Work

Got = TypeVar("Got")
IN_PLAY = (SuggestionState.SUGGESTED, SuggestionState.HELD, SuggestionState.ACCEPTED)
# Whose experts count: an enterprise with experts of its own is no institution to go to.
INSTITUTIONS = (OrganizationKind.UNIVERSITY, OrganizationKind.INSTITUTE)
# The institution of a suggestion's candidate.
candidate_institution_id = func.coalesce(Expert.institution_id, Achievement.institution_id)


def relations(*, work: Work, where: ColumnElement[bool]) -> Sequence[Suggestion]:
    """Need x expert or achievement suggestions that count and satisfy `where` (the caller's scope is part of it).

    Left out: candidates without an institution, at rest, of the enterprise itself, or kept apart from it by a
    relation that was declared after the match.
    """
    query = (
        _counted(work, select(Suggestion))
        .where(where)
        .options(
            joinedload(Suggestion.need).joinedload(Need.organization),
            joinedload(Suggestion.need).selectinload(Need.classifications),
            joinedload(Suggestion.expert).joinedload(Expert.institution),
            joinedload(Suggestion.achievement).joinedload(Achievement.institution),
            joinedload(Suggestion.achievement).joinedload(Achievement.expert),
        )
        .order_by(Suggestion.id)
    )
    return work.session.scalars(query).all()


def institutions_with_relations(*, work: Work) -> Sequence[Organization]:
    """Universities and institutes with a relation in the caller's scope, by name."""
    own = _counted(work, select(candidate_institution_id)).where(suggestions_in_scope(work.actor))
    query = select(Organization).where(Organization.id.in_(own), Organization.kind.in_(INSTITUTIONS))
    return work.session.scalars(query.order_by(Organization.name, Organization.id)).all()


def chains_with_relations(*, work: Work) -> list[str]:
    """Codes of the chains, in the order of their list, with a relation in the caller's scope."""
    needs = _counted(work, select(Suggestion.need_id)).where(suggestions_in_scope(work.actor)).subquery()
    enterprises = select(Need.organization_id).where(Need.id.in_(select(needs.c.need_id)))
    either = or_(Classification.need_id.in_(select(needs.c.need_id)), Classification.organization_id.in_(enterprises))
    query = select(Classification.code).where(Classification.scheme == "chains", either)
    found = set(work.session.scalars(query.distinct()))
    return [term.code for term in work.schemes("chains") if term.code in found]


def institution_of(row: Suggestion) -> Organization:
    """The institution of the candidate (`relations` gives only such)."""
    candidate = row.expert or row.achievement
    assert candidate is not None
    assert candidate.institution is not None
    return candidate.institution


def in_chain(code: str) -> ColumnElement[bool]:
    """Needs of a chain: their own entry, or their enterprise's."""
    of_need = and_(Classification.need_id == Need.id, Classification.scheme == "chains", Classification.code == code)
    of_enterprise = and_(
        Classification.organization_id == Need.organization_id,
        Classification.scheme == "chains",
        Classification.code == code,
    )
    return exists().where(or_(of_need, of_enterprise))


def _counted(work: Work, query: Select[Got]) -> Select[Got]:
    """The suggestions of `relations`, whatever `query` selects of them."""
    return (
        query.select_from(Suggestion)
        .join(Need, Suggestion.need_id == Need.id)
        .outerjoin(Expert, Suggestion.expert_id == Expert.id)
        .outerjoin(Achievement, Suggestion.achievement_id == Achievement.id)
        .join(Organization, Organization.id == candidate_institution_id)
        .where(Need.state.in_(MATCHED_STATES), Suggestion.grade.in_(COUNTED), Suggestion.state.in_(IN_PLAY))
        .where(candidate_institution_id != Need.organization_id, Organization.merged_into_id.is_(None))
        .where(or_(Expert.id.is_(None), Expert.state == ExpertState.ACTIVE))
        .where(or_(Achievement.id.is_(None), Achievement.active), ~_kept_apart(work))
    )


def _kept_apart(work: Work) -> ColumnElement[bool]:
    now = or_(Conflict.until.is_(None), Conflict.until >= work.today())
    expert = or_(Conflict.expert_id == Expert.id, Conflict.expert_id == Achievement.expert_id)
    return exists().where(expert, Conflict.organization_id == Need.organization_id, now)
