"""Contacts of the other side of an appointment: shown once both agreed, and each showing is an event (S6)."""

from __future__ import annotations

from matchmaker.errors import NotFound
from matchmaker.models import Organization, Plan
from matchmaker.models.codes import OrganizationKind
from matchmaker.services.contact_disclosure import note_reveal
from matchmaker.services.invitations.engagements import TRIP, Engagement, engagements_of
from matchmaker.services.invitations.replan import ACCEPT
from matchmaker.services.invitations.shown import ShownContact, contact_of
from matchmaker.services.invitations.standing import PlanRsvps, key_of, rsvp_of
from matchmaker.services.party import Party
from matchmaker.services.work import Work


def may_see_contact(*, work: Work, rsvps: PlanRsvps, engagement: Engagement, one: Party, other: Party) -> bool:
    """Whether two of those who take part both accepted what stands and is not over.

    On a trip each enterprise agrees with the institution for itself; those of a delegation are no two sides.
    """
    return (
        _two_sides(engagement, one, other)
        and engagement.stands
        and engagement.on_date >= work.today()
        and all(rsvps.of_key(engagement.row, key_of(party)).code == ACCEPT for party in (one, other))
    )


def other_side(engagement: Engagement, party: Party) -> Party | None:
    """Whom `party` meets; None for the institution of a trip or a chain, which meets more than one."""
    others = [other for other in engagement.others(party) if _two_sides(engagement, party, other)]
    return others[0] if len(others) == 1 else None


def _two_sides(engagement: Engagement, one: Party, other: Party) -> bool:
    if engagement.kind != TRIP:
        return True
    return _receives(one) is not _receives(other)


def _receives(party: Party) -> bool:
    """Whether a party of a trip is the institution that the delegation goes to."""
    return isinstance(party, Organization) and party.kind is not OrganizationKind.ENTERPRISE


def reveal_contact(*, work: Work, plan: Plan, party: Party, ref: str) -> tuple[Party, ShownContact | None]:
    """The other side of the party's appointment `ref` with its contact; NotFound unless both agreed to it."""
    rsvps = rsvp_of(work=work, plan=plan)
    for one in engagements_of(work=work, plan=plan, party=party):
        other = other_side(one, party)
        if one.ref != ref or other is None:
            continue
        if may_see_contact(work=work, rsvps=rsvps, engagement=one, one=party, other=other):
            note_reveal(work=work, subject=other)
            return other, contact_of(other)
    raise NotFound(kind="visit", ref=ref)
