"""What plans hold for their parties, in the caller's scope: what every document is written from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from matchmaker.errors import NotFound
from matchmaker.models import Campaign, Expert, Organization, Plan, Talk, Trip, Visit
from matchmaker.services.documents.arrangements import arrangements_for
from matchmaker.services.invitations.engagements import TALK, TRIP, VISIT, Engagement, engagements_of_plan
from matchmaker.services.invitations.reveal import may_see_contact
from matchmaker.services.invitations.standing import PlanRsvps, rsvp_of
from matchmaker.services.party import Party
from matchmaker.services.planning.access import PUBLISHED, plans_in_scope, trips_in_scope, visits_in_scope
from matchmaker.services.planning.meeting_schedule import talks_in_scope
from matchmaker.services.scope import find_visible
from matchmaker.services.work import Work

ACCEPTED = "accept"
KINDS = ("visits", "trips", "meetings")


@dataclass(frozen=True)
class Item:
    """A visit, trip or talk of a plan, with the answers to it and the arrangements that hold for it."""

    plan: Plan
    engagement: Engagement
    rsvps: PlanRsvps
    arrangements: dict[str, str]

    def accepted(self, party: Party) -> bool:
        """Whether this party said yes to it."""
        return self.rsvps.of(self.engagement.row, party).code == ACCEPTED

    def agreed(self, work: Work, one: Party, other: Party) -> bool:
        """Whether these two sides of it said yes, so that each may read the other's contact."""
        return may_see_contact(work=work, rsvps=self.rsvps, engagement=self.engagement, one=one, other=other)

    def concerns(self, party: Party) -> bool:
        one = self.engagement
        everybody: tuple[Party, ...] = (*one.experts, *one.organizations)
        return any(type(other) is type(party) and other.id == party.id for other in everybody)


def published_plans(*, work: Work, campaign: Campaign) -> list[Plan]:
    """The plans of a round that are in force and that the caller may see."""
    query = select(Plan).where(
        Plan.campaign_id == campaign.id, Plan.kind.in_(KINDS), Plan.state == PUBLISHED, plans_in_scope(work.actor)
    )
    return list(work.session.scalars(query.order_by(Plan.kind, Plan.id)))


def program_of(*, work: Work, plans: Sequence[Plan], party: Party | None = None) -> list[Item]:
    """Everything that stands in these plans (for one party), in the order of time; only what the caller may see."""
    found = [item for plan in plans for item in _items(work, plan) if item.engagement.stands]
    if party is not None:
        found = [item for item in found if item.concerns(party)]
    return sorted(found, key=lambda item: (item.engagement.on_date, item.engagement.starts_at, item.engagement.row.id))


def parties_of(items: Sequence[Item]) -> list[Party]:
    """Everybody who takes part, experts first, each once, by name."""
    experts = {one.id: one for item in items for one in item.engagement.experts}
    places = {one.id: one for item in items for one in item.engagement.organizations}
    return [*sorted(experts.values(), key=lambda one: one.name), *sorted(places.values(), key=lambda one: one.name)]


def get_party(*, work: Work, ref: str) -> Party:
    """An expert or organization in the caller's scope, by reference; NotFound for anybody else."""
    expert = find_visible(work.session, Expert, ref, work.actor)
    found = expert or find_visible(work.session, Organization, ref, work.actor)
    if found is None:
        raise NotFound(kind="party", ref=ref)
    return found


def _items(work: Work, plan: Plan) -> list[Item]:
    rsvps = rsvp_of(work=work, plan=plan)
    engagements = [one for one in engagements_of_plan(work=work, plan=plan) if one.has_day]
    visible = visible_keys(work=work, plan=plan)
    if visible is not None:
        engagements = [one for one in engagements if (one.kind, one.row.id) in visible]
    return [Item(plan, one, rsvps, arrangements_for(plan, one)) for one in engagements]


def visible_keys(*, work: Work, plan: Plan) -> set[tuple[str, int]] | None:
    """(kind of engagement, key) of everything in the plan that the caller may see; None: all of it."""
    actor, session = work.actor, work.session
    if actor.sees_all:
        return None
    visits = select(Visit.id).where(Visit.plan_id == plan.id, visits_in_scope(actor))
    trips = select(Trip.id).where(Trip.plan_id == plan.id, trips_in_scope(actor))
    talks = select(Talk.id).where(Talk.plan_id == plan.id, talks_in_scope(actor))
    queries = ((VISIT, visits), (TRIP, trips), (TALK, talks))
    return {(kind, key) for kind, query in queries for key in session.scalars(query)}
