"""An event stands in the log of the county and the enterprise whose record it tells of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.models import Campaign, Event, Organization
from matchmaker.models.codes import NeedState, Role
from matchmaker.services.audit import EventFilter, events_query
from matchmaker.services.feedback import give_feedback
from matchmaker.services.follow_up import NewFollowUp, add_follow_up
from matchmaker.services.outcome import NewOutcome, record_outcome
from matchmaker.services.pairing import NewPairing, record_pairing
from matchmaker.services.trip import NewTrip, record_trip
from matchmaker.services.visit import NewVisit, record_visit
from matchmaker.services.work import Work
from tests.services.test_campaign import a_campaign
from tests.services.test_visit import an_institution
from tests.support.builders import TAISHAN, XINTAI, a_need, a_user, an_enterprise, an_expert
from tests.support.world import World

TODAY = date(2026, 11, 24)
Act = Callable[[Work, Campaign, Organization], Any]


def a_visit(work: Work, campaign: Campaign, enterprise: Organization) -> Any:
    return record_visit(work=work, campaign=campaign, new=NewVisit(an_expert(work), enterprise, TODAY))


def a_trip(work: Work, campaign: Campaign, *enterprises: Organization) -> Any:
    return record_trip(work=work, campaign=campaign, new=NewTrip(an_institution(work), TODAY, enterprises))


def a_pairing(work: Work, campaign: Campaign, enterprise: Organization) -> Any:
    return record_pairing(work=work, campaign=campaign, new=NewPairing(an_institution(work), TODAY, "合作", enterprise))


def an_outcome_of_a_visit(work: Work, campaign: Campaign, enterprise: Organization) -> None:
    record_outcome(work=work, new=NewOutcome("intent", visit=a_visit(work, campaign, enterprise)))


def an_outcome_of_a_pairing(work: Work, campaign: Campaign, enterprise: Organization) -> None:
    record_outcome(work=work, new=NewOutcome("agreement", pairing=a_pairing(work, campaign, enterprise)))


def an_outcome_of_a_need(work: Work, campaign: Campaign, enterprise: Organization) -> None:
    need = a_need(work, enterprise, state=NeedState.VERIFIED)
    record_outcome(work=work, new=NewOutcome("intent", need=need, expert=an_expert(work)))


def a_task_after_a_visit(work: Work, campaign: Campaign, enterprise: Organization) -> None:
    add_follow_up(work=work, new=NewFollowUp("寄样品", visit=a_visit(work, campaign, enterprise)))


def a_rating_of_a_visit(work: Work, campaign: Campaign, enterprise: Organization) -> None:
    give_feedback(work=work, subject=a_visit(work, campaign, enterprise), side="enterprise", rating=5)


ACTS: dict[str, Act] = {
    "visit.record": a_visit,
    "trip.record": a_trip,
    "pairing.record": a_pairing,
    "outcome.record of a visit": an_outcome_of_a_visit,
    "outcome.record of a pairing": an_outcome_of_a_pairing,
    "outcome.record of a need": an_outcome_of_a_need,
    "follow_up.add": a_task_after_a_visit,
    "feedback.give": a_rating_of_a_visit,
}


@pytest.mark.parametrize("name", ACTS)
def test_an_event_is_found_by_the_county_and_the_enterprise(sqlite_database: Database, world: World, name: str) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        enterprise = an_enterprise(work, "新泰示例公司", XINTAI)
        ACTS[name](work, a_campaign(work, running=True), enterprise)
        officers = {code: a_user(work, Role.COUNTY, code, county_code=code) for code in (XINTAI, TAISHAN)}
        owner = a_user(work, Role.ENTERPRISE, "owner", organization_id=enterprise.id)
        ref = enterprise.ref
    action = name.partition(" ")[0]
    with sqlite_database.read() as session:
        event = session.scalars(select(Event).where(Event.action == action)).one()
        assert (event.organization_ref, event.county_code) == (ref, XINTAI)
        seen = {
            who: [
                row.id
                for row in session.scalars(events_query(work=world.work(session, actor), where=EventFilter()))
                if row.action == action
            ]
            for who, actor in ({"owner": owner} | officers).items()
        }
    assert seen == {"owner": [event.id], XINTAI: [event.id], TAISHAN: []}


def test_a_delegation_of_two_counties_is_of_neither(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        both = an_enterprise(work, "甲示例公司", XINTAI), an_enterprise(work, "乙示例公司", TAISHAN)
        a_trip(work, a_campaign(work, running=True), *both)
    with sqlite_database.read() as session:
        event = session.scalars(select(Event).where(Event.action == "trip.record")).one()
        assert (event.organization_ref, event.county_code) == (None, None)
