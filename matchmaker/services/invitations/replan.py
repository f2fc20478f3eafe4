"""What an answer means for a published plan: another word than yes proposes a local re-plan, decided by organizers."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import exists, select

from matchmaker.models import Plan, Rsvp, Trip, Visit
from matchmaker.services.invitations.engagements import TRIP, Engagement
from matchmaker.services.party import Party, side_of
from matchmaker.services.planning.propose_replan import propose_replan, withdraw_proposals
from matchmaker.services.planning.replan_cause import ANOTHER_DATE, ANOTHER_SCHOOL, DECLINED, Cause
from matchmaker.services.work import Work

ACCEPT = "accept"


def follow_answer(*, work: Work, plan: Plan, engagement: Engagement, party: Party, rsvp: Rsvp) -> None:
    """After the answer `rsvp` of `party` is stored: propose what to do without the visit, trip, talk or pairing, or put
    that away again.

    Of a trip each enterprise speaks for itself, the host for the whole trip; of all else both sides do.
    """
    side = side_of(party)
    if rsvp.answer == ACCEPT:
        if engagement.kind == TRIP:
            withdraw_proposals(work=work, item=engagement.row, side=side, party=party.ref)
        elif not _refused_by_others(work, engagement, rsvp):
            withdraw_proposals(work=work, item=engagement.row)
        return
    cause = Cause(
        code=rsvp.answer if rsvp.answer in (ANOTHER_DATE, ANOTHER_SCHOOL) else DECLINED,
        by=side,
        dates=tuple(date.fromisoformat(day) for day in rsvp.dates),
        why=rsvp.note,
        colleague=rsvp.colleague or "",
        school=rsvp.school or "",
        **_about(engagement, party),
    )
    propose_replan(work=work, plan=plan, cause=cause)


def _about(engagement: Engagement, party: Party) -> dict[str, Any]:
    """What a cause is about, by the names of its fields."""
    row = engagement.row
    if isinstance(row, Trip):
        return {"item": row, "party": party}
    return {"visit": row} if isinstance(row, Visit) else {"item": row}


def _refused_by_others(work: Work, engagement: Engagement, rsvp: Rsvp) -> bool:
    """Whether the other side said something else than yes."""
    same = getattr(Rsvp, engagement.column) == engagement.row.id
    others = exists().where(same, Rsvp.invitation_id != rsvp.invitation_id, Rsvp.answer != ACCEPT)
    return bool(work.session.scalar(select(others)))
