"""The published plans to which people are invited, with how far the answers have come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from matchmaker.models import Campaign, Plan
from matchmaker.services.invitations.prepare import Guest, guests_of
from matchmaker.services.invitations.records import SENT
from matchmaker.services.invitations.replan import ACCEPT
from matchmaker.services.invitations.wording import waits_to_be_told
from matchmaker.services.plan_record import RECORD
from matchmaker.services.planning.access import PUBLISHED, plans_in_scope
from matchmaker.services.work import Work

# a kind of plan that invites nobody: what it holds is over
WITHOUT_GUESTS = (RECORD,)


@dataclass(frozen=True)
class GuestCounts:
    """Of the guests of a plan. `waiting` were sent an invitation and have not answered to everything; `refusing` said
    something else than yes to something; `untold` are to be told of a change.
    """

    guests: int
    sent: int
    accepting: int
    refusing: int
    waiting: int
    untold: int


def plans_with_guests(*, work: Work) -> Sequence[tuple[Plan, Campaign]]:
    """The published plans in the caller's scope, the newest first."""
    query = (
        select(Plan, Campaign)
        .join(Campaign, Campaign.id == Plan.campaign_id)
        .where(plans_in_scope(work.actor), Plan.state == PUBLISHED, Plan.kind.notin_(WITHOUT_GUESTS))
        .order_by(Plan.id.desc())
    )
    return [(plan, campaign) for plan, campaign in work.session.execute(query)]


def counts_of(guests: Sequence[Guest]) -> GuestCounts:
    """How far the answers of these guests have come."""
    return GuestCounts(
        guests=len(guests),
        sent=sum(guest.invitation is not None and guest.invitation.sent_at is not None for guest in guests),
        accepting=sum(is_accepting(guest) for guest in guests),
        refusing=sum(is_refusing(guest) for guest in guests),
        waiting=sum(is_waiting(guest) for guest in guests),
        untold=sum(is_untold(guest) for guest in guests),
    )


def counts_of_plan(*, work: Work, plan: Plan) -> GuestCounts:
    return counts_of(guests_of(work=work, plan=plan))


def is_accepting(guest: Guest) -> bool:
    """Said yes to everything."""
    return bool(guest.states) and all(state.code == ACCEPT for state in guest.states)


def is_refusing(guest: Guest) -> bool:
    return any(state.answered and state.code != ACCEPT for state in guest.states)


def is_waiting(guest: Guest) -> bool:
    return guest.invitation is not None and guest.invitation.state == SENT and guest.missing > 0


def is_untold(guest: Guest) -> bool:
    return guest.invitation is not None and waits_to_be_told(guest.invitation)


def is_unsent(guest: Guest) -> bool:
    return guest.invitation is None or guest.invitation.sent_at is None


# what a list of guests may be narrowed to
NARROWED = {
    "unsent": is_unsent,
    "waiting": is_waiting,
    "accepting": is_accepting,
    "refusing": is_refusing,
    "untold": is_untold,
}
