"""Visits, trips and pairings that took place: what is stored, what is refused, what becomes of the needs."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Forbidden, InvalidInput
from matchmaker.locale.render import render_error
from matchmaker.models import Delegate, Event, Need, Organization, Pairing, Plan, Visit
from matchmaker.models.codes import NeedState, OrganizationKind, Role
from matchmaker.reference.errors import UnknownCode
from matchmaker.services.organization import NewOrganization, create_organization
from matchmaker.services.pairing import NewPairing, record_pairing
from matchmaker.services.trip import NewTrip, record_trip
from matchmaker.services.visit import NewVisit, record_visit, visits_of_campaign
from matchmaker.services.work import Work
from tests.services.test_campaign import a_campaign
from tests.support.builders import a_need, a_user, an_enterprise, an_expert
from tests.support.world import World

TODAY = date(2026, 11, 24)


def an_institution(work: Work, name: str = "示例大学", schools: tuple[str, ...] = ()) -> Organization:
    new = NewOrganization(kind=OrganizationKind.UNIVERSITY, name=name, values={"schools": list(schools)})
    return create_organization(work=work, new=new)


def test_a_visit_brings_its_needs_into_contact_and_leaves_closed_and_unreviewed_ones_alone(
    database: Database, world: World
) -> None:
    with database.write() as session:
        work = world.work(session)
        campaign, enterprise, expert = a_campaign(work), an_enterprise(work), an_expert(work)
        needs = {state: a_need(work, enterprise, state.value, state) for state in NeedState}
        new = NewVisit(expert, enterprise, TODAY, tuple(needs.values()), " 看过现场 ")
        visit = record_visit(work=work, campaign=campaign, new=new)
    with database.read() as session:
        stored = session.get_one(Visit, visit.id)
        assert (stored.state, stored.findings, stored.need_ids) == (
            "done", "看过现场", sorted(need.id for need in needs.values()),
        )  # fmt: skip
        moved = {state: session.get_one(Need, need.id).state for state, need in needs.items()}
        in_contact = {NeedState.VERIFIED, NeedState.PUBLISHED, NeedState.MATCHING, NeedState.IN_CONTACT}
        assert moved == {state: NeedState.IN_CONTACT if state in in_contact else state for state in NeedState}
        event = session.scalars(select(Event).where(Event.action == "visit.record")).one()
        assert event.after["expert"] == expert.ref


def test_what_did_not_take_place_is_not_recorded(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        campaign, enterprise, expert = a_campaign(work), an_enterprise(work), an_expert(work)
        foreign = a_need(work, an_enterprise(work, "别家示例公司"))
        record_visit(work=work, campaign=campaign, new=NewVisit(expert, enterprise, TODAY))
        for new, problem in (
            (NewVisit(expert, enterprise, date(2026, 11, 25)), "not come yet"),
            (NewVisit(expert, enterprise, date(2026, 11, 23), (foreign,)), "not all of the enterprise"),
            (NewVisit(expert, enterprise, TODAY), "recorded already"),
        ):
            with pytest.raises(InvalidInput, match=problem):
                record_visit(work=work, campaign=campaign, new=new)
        assert len(visits_of_campaign(work=work, campaign=campaign)) == 1


def test_all_records_of_a_round_stand_in_one_plan(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        campaign, enterprise, university = (
            a_campaign(work),
            an_enterprise(work),
            an_institution(work, schools=("电气学院",)),
        )
        record_visit(work=work, campaign=campaign, new=NewVisit(an_expert(work), enterprise, TODAY))
        trip = record_trip(work=work, campaign=campaign, new=NewTrip(university, TODAY, (enterprise, enterprise)))
        chain = NewPairing(university, TODAY, "整体签约", chain_code="power_transmission", school="电气学院")
        pairing = record_pairing(work=work, campaign=campaign, new=chain)
        other = a_campaign(work, 5)
        record_trip(work=work, campaign=other, new=NewTrip(university, TODAY, (enterprise,)))
    with database.read() as session:
        plans = session.scalars(select(Plan).order_by(Plan.id)).all()
        assert [(plan.campaign_id, plan.kind, plan.name) for plan in plans] == [
            (campaign.id, "record", campaign.name),
            (other.id, "record", other.name),
        ]
        members = session.scalars(select(Delegate.enterprise_id).where(Delegate.trip_id == trip.id)).all()
        assert members == [enterprise.id]
        stored = session.get_one(Pairing, pairing.id)
        assert (stored.plan_id, stored.chain_code, stored.enterprise_id) == (plans[0].id, "power_transmission", None)


def test_a_trip_goes_to_an_institution_and_a_pairing_has_two_sides(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        campaign, enterprise, university = (
            a_campaign(work),
            an_enterprise(work),
            an_institution(work, schools=("电气学院",)),
        )
        for trip, problem in (
            (NewTrip(enterprise, TODAY, (enterprise,)), "university or an institute"),
            (NewTrip(university, TODAY, ()), "at least one enterprise"),
        ):
            with pytest.raises(InvalidInput, match=problem):
                record_trip(work=work, campaign=campaign, new=trip)
        for pairing, problem in (
            (NewPairing(university, TODAY, "协议"), "either an enterprise or a chain"),
            (NewPairing(university, TODAY, "协议", enterprise, "auto"), "either an enterprise or a chain"),
            (NewPairing(enterprise, TODAY, "协议", enterprise), "university or an institute"),
            (NewPairing(university, TODAY, "协议", enterprise, school="医学院"), "电气学院"),
        ):
            with pytest.raises(InvalidInput) as caught:
                record_pairing(work=work, campaign=campaign, new=pairing)
            assert problem in render_error(caught.value, locale="en")
        with pytest.raises(UnknownCode):
            record_pairing(work=work, campaign=campaign, new=NewPairing(university, TODAY, "协议", chain_code="apples"))


@pytest.mark.parametrize("role", [Role.ENTERPRISE, Role.LIAISON, Role.AUDITOR])
def test_only_organizers_record(sqlite_database: Database, world: World, role: Role) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        campaign, enterprise, university = a_campaign(work), an_enterprise(work), an_institution(work)
        other = work.as_actor(a_user(work, role, "other", organization_id=enterprise.id))
        with pytest.raises(Forbidden):
            record_visit(work=other, campaign=campaign, new=NewVisit(an_expert(work), enterprise, TODAY))
        with pytest.raises(Forbidden):
            record_trip(work=other, campaign=campaign, new=NewTrip(university, TODAY, (enterprise,)))
        with pytest.raises(Forbidden):
            record_pairing(work=other, campaign=campaign, new=NewPairing(university, TODAY, "协议", enterprise))
