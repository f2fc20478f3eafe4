"""What waits of the campaign's people: tasks that are due, visits nobody has recorded, changes nobody was told of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from matchmaker.models import FollowUp, Invitation
from matchmaker.services.follow_up import FollowUpFilter, follow_ups_query
from matchmaker.services.invitations.records import PLAN, PREPARED, invitations_in_scope
from matchmaker.services.visit_list import UNRECORDED, VisitFilter, visits_query
from matchmaker.services.work import Work


@dataclass(frozen=True)
class Due:
    """How many, and the earliest of their days (None without any, or where days say nothing)."""

    count: int
    earliest: date | None = None


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
