"""Asking for willingness (意向摸底): an invitation to answer, and the answer that comes by its link."""

from __future__ import annotations

from datetime import date

from matchmaker.errors import WrongState
from matchmaker.models import Campaign, Invitation, Willingness
from matchmaker.services.campaign import CLOSED
from matchmaker.services.invitations.errors import LinkUnknown
from matchmaker.services.invitations.records import WILLINGNESS, invite
from matchmaker.services.invitations.times import end_of
from matchmaker.services.party import Party
from matchmaker.services.personal_link import Opened, require_open
from matchmaker.services.willingness import NewAnswer, store_answer
from matchmaker.services.work import Work


def ask_willingness(*, work: Work, campaign: Campaign, party: Party, until: date | None = None) -> Invitation:
    """The invitation by which a party is asked; answers are taken to the end of the day `until` (else of the round)."""
    if campaign.state == CLOSED:
        raise WrongState(kind="campaign", state=campaign.state)
    answer_until = end_of(until) if until is not None else None
    return invite(work=work, campaign=campaign, party=party, purpose=WILLINGNESS, answer_until=answer_until)


def answer_by_link(*, opened: Opened, new: NewAnswer) -> Willingness:
    """Store what the holder of a link says; it may be changed until the deadline. LinkUnknown for a link to a plan."""
    if opened.invitation.purpose != WILLINGNESS:
        raise LinkUnknown
    require_open(opened)
    row = store_answer(work=opened.work, campaign=opened.campaign, party=opened.party, new=new, how="link")
    opened.invitation.answered_at = opened.invitation.updated_at = opened.work.now()
    return row
