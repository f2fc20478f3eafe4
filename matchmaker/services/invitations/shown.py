"""What one side of a visit may read of the other: public versions of needs, names where consent allows (S4, S6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from matchmaker.models import Contact, Expert, Need, Organization
from matchmaker.models.codes import Confidentiality, NeedState, ProfileBasis
from matchmaker.services.scope import needs_in_scope
from matchmaker.services.work import Work

_OPEN = (NeedState.VERIFIED, NeedState.PUBLISHED, NeedState.MATCHING, NeedState.IN_CONTACT, NeedState.CLOSED)


@dataclass(frozen=True)
class ShownNeed:
    """A need as its reader may see it; both empty: there is one, and its text is not for this reader (yet)."""

    title: str
    text: str


@dataclass(frozen=True)
class ShownExpert:
    """An expert as an enterprise may see one. `name` is empty until the expert agreed to be named."""

    name: str
    institution: str
    title: str
    directions: tuple[str, ...]


@dataclass(frozen=True)
class ShownContact:
    """How to reach the other side, once both agreed."""

    name: str
    role: str
    mobile: str
    email: str


def needs_for_owner(*, work: Work, keys: Iterable[int], organization: Organization) -> list[ShownNeed]:
    """The needs of the enterprise itself: its own words."""
    rows = _needs(work, keys)
    return [ShownNeed(row.title, row.problem) for row in rows if row.organization_id == organization.id]


def needs_in_scope_of(*, work: Work, keys: Iterable[int]) -> list[ShownNeed]:
    """What an organizer or auditor reads of the needs in their scope."""
    query = select(Need).where(Need.id.in_(list(keys)), needs_in_scope(work.actor)).order_by(Need.id)
    return [ShownNeed(row.title, "") for row in work.session.scalars(query)]


def needs_for_outsider(*, work: Work, keys: Iterable[int], accepted: bool) -> list[ShownNeed]:
    """What an expert reads: the public version the enterprise approved; once they accepted, the internal one of a need
    that is not confidential.
    """
    found = []
    for row in _needs(work, keys):
        if accepted and row.confidentiality is not Confidentiality.CONFIDENTIAL:
            found.append(ShownNeed(row.title, row.problem))
        elif row.public_approved_at is not None and row.public_title:
            found.append(ShownNeed(row.public_title, row.public_text or ""))
        else:
            found.append(ShownNeed("", ""))
    return found


def expert_for_enterprise(expert: Expert, *, accepted: bool) -> ShownExpert:
    """A profile that the expert has confirmed is named; another one only after the expert accepted the visit."""
    named = accepted or expert.basis is ProfileBasis.CONFIRMED
    return ShownExpert(
        name=expert.name if named else "",
        institution=expert.institution.name if expert.institution is not None else "",
        title=(expert.title or "") if named else "",
        directions=tuple(expert.directions[:3]),
    )


def contact_of(party: Expert | Organization) -> ShownContact | None:
    """The first contact, in full. The caller has made sure that both sides agreed, and notes that it was shown."""
    contact: Contact | None = party.contacts[0] if party.contacts else None
    if contact is None:
        return None
    return ShownContact(
        contact.name, contact.role or "", contact.mobile or contact.telephone or "", contact.email or ""
    )


def _needs(work: Work, keys: Iterable[int]) -> list[Need]:
    query = select(Need).where(Need.id.in_(list(keys)), Need.state.in_(_OPEN)).order_by(Need.id)
    return list(work.session.scalars(query))
