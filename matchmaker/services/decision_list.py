"""Lists of decisions on suggestions that the caller may read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from matchmaker.errors import NotFound
from matchmaker.models import ApiClient, Decision, Need, Suggestion
from matchmaker.models.codes import Verdict
from matchmaker.services.paging import Page, PageRequest, page_of
from matchmaker.services.scope import suggestions_in_scope
from matchmaker.services.work import Work


@dataclass(frozen=True)
class DecisionFilter:
    """What to look for; empty fields do not filter. `suggestion` and `need` are references."""

    suggestion: str | None = None
    need: str | None = None
    verdict: Verdict | None = None


def list_decisions(*, work: Work, where: DecisionFilter, page: PageRequest, count: bool = False) -> Page[Decision]:
    """One page of decisions, newest first."""
    query = _visible(work)
    if where.suggestion is not None:
        query = query.where(Suggestion.ref == where.suggestion)
    if where.need is not None:
        query = query.where(Suggestion.need_id.in_(select(Need.id).where(Need.ref == where.need)))
    if where.verdict is not None:
        query = query.where(Decision.verdict == where.verdict)
    return page_of(session=work.session, query=_with_parties(query), key=Decision.id, request=page, count=count)


def get_decision(*, work: Work, ref: str) -> Decision:
    """The decision with this reference, or NotFound if its suggestion is not in the caller's scope."""
    row = work.session.scalars(_with_parties(_visible(work).where(Decision.ref == ref))).one_or_none()
    if row is None:
        raise NotFound(kind="decision", ref=ref)
    return row


def deciding_clients(*, work: Work, decisions: list[Decision]) -> dict[int, str]:
    """The references of the API clients that made some of `decisions`, by key."""
    keys = {decision.client_id for decision in decisions if decision.client_id is not None}
    rows = work.session.execute(select(ApiClient.id, ApiClient.ref).where(ApiClient.id.in_(keys))) if keys else ()
    return {key: ref for key, ref in rows}


def _visible(work: Work) -> Select[Decision]:
    return select(Decision).join(Decision.suggestion).where(suggestions_in_scope(work.actor))


def _with_parties(query: Select[Decision]) -> Select[Decision]:
    suggestion = joinedload(Decision.suggestion)
    return query.options(suggestion.joinedload(Suggestion.need), joinedload(Decision.user))
