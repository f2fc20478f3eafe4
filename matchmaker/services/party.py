"""A party of a campaign: an expert, an enterprise or an institution; who may answer for it."""

from __future__ import annotations

from typing import Any, Protocol

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from matchmaker.errors import Forbidden
from matchmaker.models import Expert, Organization
from matchmaker.models.codes import OrganizationKind, Role
from matchmaker.services.scope import find_visible
from matchmaker.services.work import Work

Party = Expert | Organization
ORGANIZERS = (Role.COUNTY, Role.CITY, Role.ADMINISTRATOR)
ENTERPRISE, EXPERT, INSTITUTION = "enterprise", "expert", "institution"


class HasParty(Protocol):
    """A row that belongs to one party."""

    expert_id: Any
    organization_id: Any


def party_key(party: Party) -> dict[str, int]:
    """The column of `party` in rows that belong to one."""
    return {"expert_id": party.id} if isinstance(party, Expert) else {"organization_id": party.id}


def is_of(table: type[HasParty], party: Party) -> ColumnElement[bool]:
    """The condition for the rows of `table` that belong to `party`."""
    column: InstrumentedAttribute[int | None] = table.expert_id if isinstance(party, Expert) else table.organization_id
    return column == party.id


def party_of(*, work: Work, row: HasParty) -> Party:
    """The party that a row belongs to."""
    if row.expert_id is not None:
        return work.session.get_one(Expert, row.expert_id)
    return work.session.get_one(Organization, row.organization_id)


def side_of(party: Party) -> str:
    """expert, enterprise or institution."""
    if isinstance(party, Expert):
        return EXPERT
    return ENTERPRISE if party.kind is OrganizationKind.ENTERPRISE else INSTITUTION


def require_spokesman(*, work: Work, party: Party, action: str) -> str:
    """How the actor may answer for `party`: "recorded" by an organizer who sees it, "portal" for one's own house.

    An enterprise and a liaison answer for themselves, a liaison also for the institution's experts. Forbidden for
    everybody else (the holder of a personal link answers through `matchmaker.services.personal_link`).
    """
    actor = work.actor
    if actor.kind == "system":
        return "recorded"
    visible = _is_visible(work, party)
    if actor.is_organizer and visible:
        return "recorded"
    if (
        actor.role in (Role.ENTERPRISE, Role.LIAISON)
        and visible
        and not (actor.role is Role.ENTERPRISE and isinstance(party, Expert))
    ):
        return "portal"
    raise Forbidden(action=action)


def _is_visible(work: Work, party: Party) -> bool:
    if isinstance(party, Expert):
        return find_visible(work.session, Expert, party.ref, work.actor) is not None
    return find_visible(work.session, Organization, party.ref, work.actor) is not None
