"""What waits of the campaign: tasks that are due, visits nobody has recorded, changes nobody was told of, re-plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from matchmaker.models import Campaign, FollowUp, Invitation, Plan, Proposal
from matchmaker.models.codes import Role
from matchmaker.services.follow_up import FollowUpFilter, follow_ups_query
from matchmaker.services.invitations.records import PLAN, PREPARED, invitations_in_scope
from matchmaker.services.planning.access import PUBLISHED
from matchmaker.services.planning.propose_replan import PENDING
from matchmaker.services.visit_list import UNRECORDED, VisitFilter, visits_query
from matchmaker.services.work import Work


@dataclass(frozen=True)
class Due:
    """How many, the earliest of their days (None without any, or where days say nothing), and of which record."""

    count: int
    earliest: date | None = None
    ref: str = ""


def tasks_due(*, work: Work) -> Due:
    """Open tasks of the caller, and of nobody, whose day is today or over."""
    mine = or_(FollowUp.owner_id == work.actor.user_id, FollowUp.owner_id.is_(None))
    open_ones = follow_ups_query(work=work, where=FollowUpFilter(open_only=True)).where(mine)
    due = open_ones.where(FollowUp.due_on <= work.today()).order_by(None).subquery()
    count, earliest = work.session.execute(select(func.count(), func.min(due.c.due_on))).one()
    return Due(count, earliest)


def visits_unrecorded(*, work: Work) -> Due:
    """Planned visits whose day is over."""
    rows = visits_query(work=work, where=VisitFilter(state=UNRECORDED)).subquery()
    count, earliest = work.session.execute(select(func.count(), func.min(rows.c.on_date))).one()
    return Due(count, earliest)


def changes_untold(*, work: Work) -> Due:
    """Parties that know a plan which has changed for them since."""
    query = select(func.count(Invitation.id)).where(
        invitations_in_scope(work.actor),
        Invitation.purpose == PLAN,
        Invitation.state == PREPARED,
        Invitation.sent_at.isnot(None),
    )
    return Due(work.session.scalar(query) or 0)


def proposals_to_decide(*, work: Work) -> Due:
    """Re-plans that nobody has decided on, of published plans that the caller manages; `ref` is the plan of most."""
    county = work.actor.county_code if work.actor.role is Role.COUNTY else None
    managed = Campaign.county_code == county if work.actor.role is Role.COUNTY else Campaign.id.isnot(None)
    query = (
        select(Plan.ref, func.count(Proposal.id))
        .join(Plan, Plan.id == Proposal.plan_id)
        .join(Campaign, Campaign.id == Plan.campaign_id)
        .where(Proposal.state.in_(PENDING), Plan.state == PUBLISHED, managed)
        .group_by(Plan.ref)
        .order_by(func.count(Proposal.id).desc(), Plan.ref)
    )
    rows = [(str(ref), int(count)) for ref, count in work.session.execute(query)]
    return Due(sum(count for _, count in rows), ref=rows[0][0] if rows else "")
