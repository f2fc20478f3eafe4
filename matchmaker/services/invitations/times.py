"""Until when an invitation can be answered and read: the deadline, and the end of the party's last visit."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from matchmaker.models import Campaign, Invitation, Plan
from matchmaker.services.invitations.engagements import engagements_of
from matchmaker.services.invitations.records import PLAN, RATING
from matchmaker.services.party import party_of
from matchmaker.services.work import TAIAN, Work


def end_of(day: date) -> datetime:
    """The last moment of a day in Tai'an."""
    return datetime.combine(day + timedelta(days=1), time(0), TAIAN) - timedelta(seconds=1)


def may_be_answered(*, work: Work, invitation: Invitation) -> bool:
    """Whether the deadline lies ahead; without one answers are taken as long as the invitation can be read."""
    if invitation.answer_until is not None:
        return work.now() <= invitation.answer_until
    return may_be_read(work=work, invitation=invitation)


def deadline_of(*, work: Work, invitation: Invitation) -> date:
    """The last day on which answers are taken, in Tai'an."""
    until = invitation.answer_until or readable_until(work=work, invitation=invitation)
    return until.astimezone(TAIAN).date()


def may_be_read(*, work: Work, invitation: Invitation) -> bool:
    """Whether what the invitation is for is not over yet."""
    return work.now() <= readable_until(work=work, invitation=invitation)


def readable_until(*, work: Work, invitation: Invitation) -> datetime:
    """The latest of what was set, the deadline, and what the invitation is about.

    The question of willingness can be read to the end of the round; an invitation to a plan to the end of the party's
    last appointment (of the round where it has none any more).
    """
    ends = [moment for moment in (invitation.readable_until, invitation.answer_until) if moment is not None]
    days = days_of_plan(work=work, invitation=invitation) if invitation.purpose == PLAN else []
    if days:
        ends.append(end_of(days[-1]))
    elif invitation.purpose != RATING or not ends:
        ends.append(end_of(work.session.get_one(Campaign, invitation.campaign_id).ends_on))
    return max(ends)


def days_of_plan(*, work: Work, invitation: Invitation) -> list[date]:
    """The days on which the plan has something for the party, in order; a pairing has none, nor has no plan."""
    if invitation.plan_id is None:
        return []
    plan = work.session.get_one(Plan, invitation.plan_id)
    found = engagements_of(work=work, plan=plan, party=party_of(work=work, row=invitation))
    return [one.on_date for one in found if one.stands and one.has_day]
