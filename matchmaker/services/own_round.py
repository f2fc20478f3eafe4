"""A round as a party with an account sees it: its question of willingness, and the plans it is invited to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from matchmaker.errors import NotFound
from matchmaker.models import Campaign, Expert, Invitation, Organization, Participation, Plan, Willingness
from matchmaker.models.codes import Role
from matchmaker.services.campaign import current_campaign
from matchmaker.services.invitations.records import PLAN, REVOKED, invitation_of
from matchmaker.services.invitations.times import may_be_answered
from matchmaker.services.participation import conditions_of
from matchmaker.services.party import Party, is_of
from matchmaker.services.planning.access import PUBLISHED
from matchmaker.services.scope import get_visible, require_role
from matchmaker.services.willingness import willingness_of
from matchmaker.services.willingness_list import Asked, AskedFilter, asked_of, parties_query
from matchmaker.services.work import Work

MOST_EXPERTS = 500


@dataclass(frozen=True)
class OwnInvitation:
    """An invitation to a published plan. `open`: answers are taken."""

    invitation: Invitation
    plan: Plan
    open: bool


def own_round(*, work: Work) -> Campaign:
    """The running round, or NotFound without one."""
    campaign = find_own_round(work=work)
    if campaign is None:
        raise NotFound(kind="campaign", ref="-")
    return campaign


def find_own_round(*, work: Work) -> Campaign | None:
    """The running round: of the enterprise's county while that runs one, else the city's."""
    require_role(work, "round.own", Role.ENTERPRISE, Role.LIAISON)
    own = work.session.get(Organization, work.actor.organization_id) if work.actor.organization_id else None
    county = own.county_code if own is not None else None
    found = current_campaign(work=work, county_code=county) if county is not None else None
    return found or current_campaign(work=work)


def own_party(*, work: Work, expert: str = "") -> Party:
    """The actor's own organization, or (of a liaison) the institution's expert with this reference."""
    require_role(work, "round.own", Role.ENTERPRISE, Role.LIAISON)
    if expert:
        require_role(work, "round.own", Role.LIAISON)
        return get_visible(work=work, kind=Expert, ref=expert)
    row = work.session.get(Organization, work.actor.organization_id) if work.actor.organization_id else None
    if row is None:
        raise NotFound(kind="organization", ref="-")
    return row


def own_answer(*, work: Work, campaign: Campaign, party: Party) -> tuple[Willingness | None, Participation | None]:
    """What the party has answered, with its days and limits."""
    return (
        willingness_of(work=work, campaign=campaign, party=party),
        conditions_of(work=work, campaign=campaign, party=party),
    )


def own_invitations(*, work: Work, party: Party) -> list[OwnInvitation]:
    """The invitations to published plans, the newest first."""
    query = (
        select(Invitation, Plan)
        .join(Plan, Plan.id == Invitation.plan_id)
        .where(Invitation.purpose == PLAN, Invitation.state != REVOKED, Plan.state == PUBLISHED)
        .where(is_of(Invitation, party))
        .order_by(Invitation.id.desc())
    )
    return [
        OwnInvitation(row, plan, may_be_answered(work=work, invitation=row))
        for row, plan in work.session.execute(query)
    ]


def own_invitation(*, work: Work, party: Party, plan: str) -> Invitation:
    """The party's invitation to the plan with reference `plan`, or NotFound."""
    for one in own_invitations(work=work, party=party):
        if one.plan.ref == plan:
            return one.invitation
    raise NotFound(kind="plan", ref=plan)


def own_experts(*, work: Work, campaign: Campaign) -> list[Asked]:
    """A liaison's experts whom the round could use, by name, with what is known of each."""
    require_role(work, "round.own", Role.LIAISON)
    query = parties_query(work=work, campaign=campaign, where=AskedFilter(side="expert"))
    rows = work.session.scalars(query.order_by(Expert.name, Expert.id).limit(MOST_EXPERTS)).all()
    return asked_of(work, campaign, rows)


def was_asked(*, work: Work, campaign: Campaign, party: Party) -> Invitation | None:
    """The invitation by which the party was asked for its willingness, if it was."""
    return invitation_of(work=work, campaign=campaign, party=party, purpose="willingness")
