"""What somebody who writes a need is told of needs that exist: their own, and what was published, by words alone.

Internal texts of others are never compared with what a stranger types: the answer would tell what is in them.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from matchmaker.models import Need
from matchmaker.models.codes import Confidentiality, NeedState, Role
from matchmaker.services.coach.likeness import contained, grams
from matchmaker.services.work import Work

# As much of what was typed stands in the other text; measured with halves of real needs.
ENOUGH = 0.6
_NEWEST, _SHOWN = 300, 3
_OPEN = (NeedState.PUBLISHED, NeedState.MATCHING, NeedState.IN_CONTACT)


@dataclass(frozen=True)
class KnownNeed:
    """A need that says what is being written; `ref` only of the writer's own, who may open it."""

    title: str
    ref: str | None


def repeats_for_writer(*, work: Work, text: str, draft: str = "") -> list[KnownNeed]:
    """Needs that `text` repeats, the writer's own before published ones; `draft` is the one being written."""
    typed = grams(text)
    own = [need for need in _own(work) if need.ref != draft]
    known = {need.id for need in own}
    others = [need for need in _published(work) if need.id not in known and need.ref != draft]
    found = [KnownNeed(need.title, need.ref) for need in own if _repeats(typed, _internal(need))]
    found += [KnownNeed(need.public_title or "", None) for need in others if _repeats(typed, _public(need))]
    return found[:_SHOWN]


def _repeats(typed: frozenset[str], said: str) -> bool:
    return contained(typed, grams(said)) >= ENOUGH


def _internal(need: Need) -> str:
    return "\n".join((need.title, need.problem, need.indicators, need.goal))


def _public(need: Need) -> str:
    return f"{need.public_title}\n{need.public_text or ''}"


def _own(work: Work) -> list[Need]:
    actor = work.actor
    if actor.role is not Role.ENTERPRISE or actor.organization_id is None:
        return []
    query = select(Need).where(Need.organization_id == actor.organization_id).order_by(Need.id.desc()).limit(_NEWEST)
    return list(work.session.scalars(query))


def _published(work: Work) -> list[Need]:
    query = (
        select(Need)
        .where(Need.state.in_(_OPEN), Need.public_approved_at.isnot(None), Need.public_title.isnot(None))
        .where(Need.confidentiality != Confidentiality.CONFIDENTIAL)
        .order_by(Need.id.desc())
        .limit(_NEWEST)
    )
    return list(work.session.scalars(query))
