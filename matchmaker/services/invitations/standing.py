"""Where the answers of a plan stand (RSVP): for every visit, trip, talk and pairing what each side said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from matchmaker.models import Expert, Invitation, Pairing, Plan, Rsvp, Talk, Visit
from matchmaker.services.invitations.engagements import KINDS, Row
from matchmaker.services.invitations.records import PLAN, PREPARED, REVOKED, SENT
from matchmaker.services.party import Party
from matchmaker.services.work import Work

NOT_INVITED = "not_invited"
# (is it an expert, its key)
PartyKey = tuple[bool, int]


@dataclass(frozen=True)
class SideState:
    """`code`: not_invited, prepared, sent (no answer yet), or a code of `rsvp_answers`."""

    code: str
    rsvp: Rsvp | None = None
    invitation: Invitation | None = None

    @property
    def answered(self) -> bool:
        return self.rsvp is not None


@dataclass(frozen=True)
class PlanRsvps:
    """All answers to one plan. `of(row, party)` is what the party said to the visit, trip, talk or pairing."""

    invitations: Mapping[PartyKey, Invitation]
    rsvps: Mapping[tuple[str, int, PartyKey], Rsvp]

    def of(self, row: Row, party: Party) -> SideState:
        return self.of_key(row, key_of(party))

    def of_key(self, row: Row, key: PartyKey) -> SideState:
        invitation = self.invitations.get(key)
        if invitation is None:
            return SideState(NOT_INVITED)
        rsvp = self.rsvps.get((row.__tablename__, row.id, key))
        if rsvp is not None:
            return SideState(rsvp.answer, rsvp, invitation)
        return SideState(SENT if invitation.state == SENT else PREPARED, None, invitation)

    def of_visit(self, visit: Visit | Talk) -> tuple[SideState, SideState]:
        """What the expert and the enterprise said to a visit or talk."""
        return self.of_key(visit, (True, visit.expert_id)), self.of_key(visit, (False, visit.enterprise_id))

    def of_pairing(self, pairing: Pairing) -> tuple[SideState | None, SideState]:
        """What the enterprise (None: a whole chain is asked by nobody) and the institution said to a pairing."""
        key = pairing.enterprise_id
        enterprise = self.of_key(pairing, (False, key)) if key is not None else None
        return enterprise, self.of_key(pairing, (False, pairing.institution_id))

    def counts(self) -> Counter[str]:
        """How many answers there are of each code, over all sides."""
        return Counter(one.answer for one in self.rsvps.values())


def rsvp_of(*, work: Work, plan: Plan) -> PlanRsvps:
    """The answers to `plan` in three queries, whatever its size. The caller sees the plan."""
    query = select(Invitation).where(
        Invitation.plan_id == plan.id, Invitation.purpose == PLAN, Invitation.state != REVOKED
    )
    invitations = {invitation_key(row): row for row in work.session.scalars(query.order_by(Invitation.id))}
    owners = {row.id: key for key, row in invitations.items()}
    rsvps: dict[tuple[str, int, PartyKey], Rsvp] = {}
    for row in work.session.scalars(select(Rsvp).where(Rsvp.invitation_id.in_(list(owners)))):
        kind, key = _about(row)
        rsvps[kind, key, owners[row.invitation_id]] = row
    return PlanRsvps(invitations, rsvps)


def key_of(party: Party) -> PartyKey:
    return isinstance(party, Expert), party.id


def invitation_key(row: Invitation) -> PartyKey:
    """Whom an invitation is to."""
    if row.expert_id is not None:
        return True, row.expert_id
    assert row.organization_id is not None  # one of both is set
    return False, row.organization_id


def _about(row: Rsvp) -> tuple[str, int]:
    for kind in KINDS:
        key = getattr(row, f"{kind}_id")
        if key is not None:
            return kind, key
    raise ValueError(f"the answer {row.id} is to nothing")
