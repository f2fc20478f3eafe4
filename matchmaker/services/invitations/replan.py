"""What an answer means for a published plan: another word than yes proposes a local re-plan, decided by organizers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import exists, select

from matchmaker.models import Plan, Rsvp, Visit
from matchmaker.services.invitations.engagements import VISIT, Engagement
from matchmaker.services.party import EXPERT, Party, side_of
from matchmaker.services.planning.propose_replan import propose_replan, withdraw_proposals
from matchmaker.services.planning.replan_cause import ANOTHER_DATE, DECLINED, Cause
from matchmaker.services.work import Work

ACCEPT = "accept"


def follow_answer(*, work: Work, plan: Plan, engagement: Engagement, party: Party, rsvp: Rsvp) -> None:
    """After the answer `rsvp` of `party` is stored: propose what to do without the visit, or put that away again."""
    visit = engagement.row
    if engagement.kind != VISIT or not isinstance(visit, Visit):
        return
    if rsvp.answer == ACCEPT:
        if not _refused_by_others(work, visit, rsvp):
            withdraw_proposals(work=work, visit=visit)
        return
    cause = Cause(
        code=ANOTHER_DATE if rsvp.answer == ANOTHER_DATE else DECLINED,
        visit=visit,
        by=EXPERT if side_of(party) == EXPERT else "enterprise",
        dates=tuple(date.fromisoformat(day) for day in rsvp.dates),
        why=rsvp.note,
    )
    propose_replan(work=work, plan=plan, cause=cause)


def _refused_by_others(work: Work, visit: Visit, rsvp: Rsvp) -> bool:
    """Whether the other side said something else than yes."""
    others = exists().where(Rsvp.visit_id == visit.id, Rsvp.invitation_id != rsvp.invitation_id, Rsvp.answer != ACCEPT)
    return bool(work.session.scalar(select(others)))
