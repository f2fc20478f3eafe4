"""The parties of a published plan with their invitations: prepared for all at once, listed with what they said."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from matchmaker.models import Campaign, Expert, Invitation, Organization, Plan
from matchmaker.models.codes import OrganizationKind, Role
from matchmaker.services.invitations.engagements import Engagement, engagements_of_plan
from matchmaker.services.invitations.records import PLAN, invite
from matchmaker.services.invitations.standing import PartyKey, SideState, key_of, rsvp_of
from matchmaker.services.invitations.wording import waits_to_be_told
from matchmaker.services.party import ORGANIZERS, Party, party_of
from matchmaker.services.planning.access import PUBLISHED, require_state
from matchmaker.services.scope import require_role
from matchmaker.services.work import Actor, Work


@dataclass(frozen=True)
class Guest:
    """A party of a plan: what it takes part in, its invitation if it has one, and what it said to each."""

    party: Party
    engagements: tuple[Engagement, ...]
    invitation: Invitation | None
    states: tuple[SideState, ...]

    @property
    def missing(self) -> int:
        """How many of its engagements it has not answered to."""
        return sum(not state.answered for state in self.states)


def guests_of(*, work: Work, plan: Plan) -> list[Guest]:
    """Everybody whom the plan holds something for, as far as the caller sees it: experts first, then by name.

    A county organizer sees what takes place with enterprises of the county, and who takes part in that.
    """
    require_role(work, "invitation.list", *ORGANIZERS, Role.AUDITOR)
    rsvps = rsvp_of(work=work, plan=plan)
    parties: dict[PartyKey, Party] = {}
    engaged: dict[PartyKey, list[Engagement]] = defaultdict(list)
    for one in engagements_of_plan(work=work, plan=plan):
        if not one.stands or not _concerns(work.actor, one):
            continue
        everybody: tuple[Party, ...] = (*one.experts, *one.organizations)
        for party in everybody:
            if isinstance(party, Expert) or _sees(work.actor, party):
                parties[key_of(party)] = party
                engaged[key_of(party)].append(one)
    for key, invitation in rsvps.invitations.items():
        if key not in parties and waits_to_be_told(invitation):  # nothing is left for them: they must hear of it
            party = party_of(work=work, row=invitation)
            if isinstance(party, Expert) or _sees(work.actor, party):
                parties[key] = party
    guests = [
        Guest(
            party,
            tuple(mine := sorted(engaged[key], key=lambda one: (one.on_date, one.starts_at))),
            rsvps.invitations.get(key),
            tuple(rsvps.of_key(one.row, key) for one in mine),
        )
        for key, party in parties.items()
    ]
    return sorted(guests, key=lambda guest: (not isinstance(guest.party, Expert), guest.party.name, guest.party.id))


def prepare_invitations(*, work: Work, plan: Plan, answer_until: datetime | None = None) -> list[Invitation]:
    """An invitation for everybody of a published plan in the caller's scope; those that are there are kept."""
    require_state(plan, PUBLISHED)
    campaign = work.session.get_one(Campaign, plan.campaign_id)
    made = []
    for guest in guests_of(work=work, plan=plan):
        if guest.invitation is not None and answer_until is None:
            continue
        made.append(
            invite(work=work, campaign=campaign, party=guest.party, purpose=PLAN, plan=plan, answer_until=answer_until)
        )
    return made


def _concerns(actor: Actor, one: Engagement) -> bool:
    return actor.sees_all or any(place.county_code == actor.county_code for place in one.organizations)


def _sees(actor: Actor, organization: Organization) -> bool:
    """Institutions are everybody's; enterprises are their county's."""
    return (
        actor.sees_all
        or organization.kind is not OrganizationKind.ENTERPRISE
        or organization.county_code == actor.county_code
    )
