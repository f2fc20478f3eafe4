"""Contacts of the other side of an appointment: shown once both agreed, and each showing is an event (S6)."""

from __future__ import annotations

from matchmaker.errors import NotFound
from matchmaker.models import Plan
from matchmaker.services.contact_disclosure import note_reveal
from matchmaker.services.invitations.engagements import TRIP, Engagement, engagements_of
from matchmaker.services.invitations.replan import ACCEPT
from matchmaker.services.invitations.shown import ShownContact, contact_of
from matchmaker.services.invitations.standing import PlanRsvps, key_of, rsvp_of
from matchmaker.services.party import Party
from matchmaker.services.work import Work


def may_see_contact(*, work: Work, rsvps: PlanRsvps, engagement: Engagement) -> bool:
    """Whether everybody accepted a visit or talk that stands and is not over."""
    everybody: tuple[Party, ...] = (*engagement.experts, *engagement.organizations)
    return (
        engagement.kind != TRIP
        and engagement.stands
        and engagement.on_date >= work.today()
        and all(rsvps.of_key(engagement.row, key_of(party)).code == ACCEPT for party in everybody)
    )


def reveal_contact(*, work: Work, plan: Plan, party: Party, ref: str) -> tuple[Party, ShownContact | None]:
    """The other side of the party's appointment `ref` with its contact; NotFound unless both agreed to it."""
    rsvps = rsvp_of(work=work, plan=plan)
    for one in engagements_of(work=work, plan=plan, party=party):
        if one.ref == ref and may_see_contact(work=work, rsvps=rsvps, engagement=one):
            other = one.others(party)[0]
            note_reveal(work=work, subject=other)
            return other, contact_of(other)
    raise NotFound(kind="visit", ref=ref)
