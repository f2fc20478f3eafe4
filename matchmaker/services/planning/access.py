"""Who may plan, and who sees which plans, visits and trips."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from matchmaker.errors import NotFound, WrongState
from matchmaker.models import Campaign, Delegate, Expert, Organization, Plan, Trip, Visit
from matchmaker.models.codes import Role
from matchmaker.services.campaign import require_campaign_manager
from matchmaker.services.work import Actor, Work

DRAFT, PUBLISHED, SUPERSEDED, DISCARDED = "draft", "published", "superseded", "discarded"
PLANNED, DONE, CANCELLED = "planned", "done", "cancelled"


def require_planner(*, work: Work, campaign: Campaign, action: str) -> None:
    """Raise Forbidden unless the actor manages this round: the city all of them, a county its own."""
    require_campaign_manager(work, action, campaign.county_code)


def campaign_of(*, work: Work, plan: Plan) -> Campaign:
    return work.session.get_one(Campaign, plan.campaign_id)


def plans_in_scope(actor: Actor) -> ColumnElement[bool]:
    """City and auditors all; a county the published ones and those of its own rounds; the others published ones."""
    if actor.kind == "client" and "plans:read" not in actor.scopes:
        return false()
    if actor.kind in ("anonymous", "link"):
        return false()
    public = Plan.state.in_((PUBLISHED, SUPERSEDED))
    if actor.kind == "client":
        return public
    if actor.sees_all:
        return true()
    if actor.role is Role.COUNTY and actor.county_code is not None:
        own = select(Campaign.id).where(Campaign.county_code == actor.county_code)
        return or_(public, Plan.campaign_id.in_(own))
    return public


def visits_in_scope(actor: Actor) -> ColumnElement[bool]:
    """Visits of plans in scope: of a county's enterprises, of the enterprise itself, of an institution's experts."""
    plans = Visit.plan_id.in_(select(Plan.id).where(plans_in_scope(actor)))
    if actor.sees_all:
        return plans
    if actor.role is Role.COUNTY and actor.county_code is not None:
        return plans & Visit.enterprise_id.in_(_enterprises_of_county(actor))
    if actor.role is Role.ENTERPRISE:
        return plans & (Visit.enterprise_id == actor.organization_id)
    if actor.role is Role.LIAISON:
        return plans & Visit.expert_id.in_(select(Expert.id).where(Expert.institution_id == actor.organization_id))
    return false()


def trips_in_scope(actor: Actor) -> ColumnElement[bool]:
    """The same for trips: with a delegate of the county, with the enterprise, to the institution."""
    plans = Trip.plan_id.in_(select(Plan.id).where(plans_in_scope(actor)))
    if actor.sees_all:
        return plans
    if actor.role is Role.COUNTY and actor.county_code is not None:
        going = select(Delegate.trip_id).where(Delegate.enterprise_id.in_(_enterprises_of_county(actor)))
        return plans & Trip.id.in_(going)
    if actor.role is Role.ENTERPRISE:
        going = select(Delegate.trip_id).where(Delegate.enterprise_id == actor.organization_id)
        return plans & Trip.id.in_(going)
    if actor.role is Role.LIAISON:
        return plans & (Trip.institution_id == actor.organization_id)
    return false()


def get_plan(*, work: Work, ref: str) -> Plan:
    """The plan with reference `ref`, or NotFound if there is none in the caller's scope."""
    row = work.session.scalars(select(Plan).where(Plan.ref == ref, plans_in_scope(work.actor))).one_or_none()
    if row is None:
        raise NotFound(kind="plan", ref=ref)
    return row


def get_visit(*, work: Work, ref: str) -> Visit:
    """The visit with reference `ref`, or NotFound if there is none in the caller's scope."""
    row = work.session.scalars(select(Visit).where(Visit.ref == ref, visits_in_scope(work.actor))).one_or_none()
    if row is None:
        raise NotFound(kind="visit", ref=ref)
    return row


def get_trip(*, work: Work, ref: str) -> Trip:
    """The trip with reference `ref`, or NotFound if there is none in the caller's scope."""
    row = work.session.scalars(select(Trip).where(Trip.ref == ref, trips_in_scope(work.actor))).one_or_none()
    if row is None:
        raise NotFound(kind="trip", ref=ref)
    return row


def published_plan(*, work: Work, campaign: Campaign, kind: str) -> Plan | None:
    """The plan of this kind that is in force."""
    query = select(Plan).where(Plan.campaign_id == campaign.id, Plan.kind == kind, Plan.state == PUBLISHED)
    return work.session.scalars(query).one_or_none()


def require_state(plan: Plan, *states: str) -> None:
    """Raise WrongState unless the plan is in one of `states`."""
    if plan.state not in states:
        raise WrongState(kind="plan", state=plan.state)


def _enterprises_of_county(actor: Actor) -> Select[int]:
    return select(Organization.id).where(Organization.county_code == actor.county_code)
