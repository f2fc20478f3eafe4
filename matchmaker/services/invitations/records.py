"""Invitations (邀请) as records: made once for each purpose and party, found in the caller's scope, revoked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select, true

from matchmaker.errors import InvalidInput, NotFound
from matchmaker.locale import N_
from matchmaker.models import Campaign, Expert, Invitation, Organization, Plan
from matchmaker.models.codes import Role
from matchmaker.services.audit import audit
from matchmaker.services.party import Party, is_of, party_key, party_of, require_spokesman
from matchmaker.services.scope import experts_in_scope, organizations_in_scope
from matchmaker.services.work import Actor, Work

# purposes: to ask before planning, to ask to what a plan holds, to rate what took place
WILLINGNESS, PLAN, RATING = "willingness", "plan", "rating"
PURPOSES = (WILLINGNESS, PLAN, RATING)
PREPARED, SENT, REVOKED = "prepared", "sent", "revoked"


def invite(
    *,
    work: Work,
    campaign: Campaign,
    party: Party,
    purpose: str,
    plan: Plan | None = None,
    answer_until: datetime | None = None,
    readable_until: datetime | None = None,
) -> Invitation:
    """The living invitation of this party for this purpose (and plan); made if there is none. Times given are set."""
    require_spokesman(work=work, party=party, action="invitation.prepare")
    if purpose not in PURPOSES:
        raise ValueError(f"unknown purpose {purpose!r}, known: {', '.join(PURPOSES)}")
    if answer_until is not None and answer_until <= work.now():
        raise InvalidInput(field="answer_until", problem=N_("This day is over: choose a later one."))
    row = invitation_of(work=work, campaign=campaign, party=party, purpose=purpose, plan=plan)
    now = work.now()
    if row is None:
        row = Invitation(
            ref=work.new_ref(),
            campaign_id=campaign.id,
            plan_id=plan.id if plan is not None else None,
            purpose=purpose,
            state=PREPARED,
            answer_until=answer_until,
            readable_until=readable_until,
            created_at=now,
            updated_at=now,
            **party_key(party),
        )
        work.session.add(row)
        work.session.flush()
        after = {"campaign": campaign.ref, "purpose": purpose, "plan": plan.ref if plan is not None else None}
        audit(work=work, action="invitation.prepare", subject=party, after=after)
        return row
    wanted = {"answer_until": answer_until, "readable_until": readable_until}
    changed = {name: value for name, value in wanted.items() if value is not None and value != getattr(row, name)}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.updated_at = now
        audit(work=work, action="invitation.times", subject=party, after={"purpose": purpose, **changed})
    return row


def invitation_of(
    *, work: Work, campaign: Campaign, party: Party, purpose: str, plan: Plan | None = None
) -> Invitation | None:
    """The invitation of this party that was not revoked, if there is one."""
    query = select(Invitation).where(
        Invitation.campaign_id == campaign.id,
        Invitation.purpose == purpose,
        Invitation.state != REVOKED,
        is_of(Invitation, party),
    )
    if plan is not None:
        query = query.where(Invitation.plan_id == plan.id)
    return work.session.scalars(query.order_by(Invitation.id.desc()).limit(1)).one_or_none()


def get_invitation(*, work: Work, ref: str) -> Invitation:
    """The invitation with reference `ref`, or NotFound if there is none in the caller's scope."""
    query = select(Invitation).where(Invitation.ref == ref, invitations_in_scope(work.actor))
    row = work.session.scalars(query).one_or_none()
    if row is None:
        raise NotFound(kind="invitation", ref=ref)
    return row


def invitations_of_plan(*, work: Work, plan: Plan) -> Sequence[Invitation]:
    """The invitations to a plan that were not revoked, in the caller's scope."""
    query = select(Invitation).where(
        Invitation.plan_id == plan.id,
        Invitation.purpose == PLAN,
        Invitation.state != REVOKED,
        invitations_in_scope(work.actor),
    )
    return work.session.scalars(query.order_by(Invitation.id)).all()


def revoke_invitation(*, work: Work, invitation: Invitation, why: str = "") -> None:
    """Take an invitation back: all its links stop working at once; answers stay as a record."""
    party = party_of(work=work, row=invitation)
    require_spokesman(work=work, party=party, action="invitation.revoke")
    if invitation.state == REVOKED:
        return
    now = work.now()
    before = {"state": invitation.state, "purpose": invitation.purpose}
    invitation.state, invitation.revoked_at, invitation.updated_at = REVOKED, now, now
    for link in invitation.links:
        link.revoked_at = link.revoked_at or now
    audit(work=work, action="invitation.revoke", subject=party, before=before, after={"state": REVOKED}, why=why)


def invitations_in_scope(actor: Actor) -> ColumnElement[bool]:
    """Those of parties in scope; organizers, auditors, and parties with an account of their own."""
    if actor.sees_all and actor.kind != "client":
        return true()
    if not (actor.is_organizer or actor.role in (Role.ENTERPRISE, Role.LIAISON)):
        return false()
    experts: Any = select(Expert.id).where(experts_in_scope(actor))
    organizations = select(Organization.id).where(organizations_in_scope(actor))
    return or_(Invitation.expert_id.in_(experts), Invitation.organization_id.in_(organizations))
