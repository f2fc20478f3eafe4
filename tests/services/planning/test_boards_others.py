"""Boards of trips and pairings: what each reader sees, and what is offered instead, with its price."""

from __future__ import annotations

import pytest

from matchmaker.database import Database
from matchmaker.errors import NotFound
from matchmaker.models.codes import Role
from matchmaker.services.planning.pair_board import get_row, pair_board, possible_partners
from matchmaker.services.planning.pair_change import pair_with
from matchmaker.services.planning.publish_others import publish_other_plan
from matchmaker.services.planning.trip_board import possible_changes, possible_days, trip_board
from matchmaker.services.planning.trip_change import lock_trip, move_delegate, set_trip_day, standing_trips
from tests.services.planning.institution_scene import Hosts, hosts, worked_out
from tests.services.planning.scenes import plan_of
from tests.support.builders import TAISHAN, a_user
from tests.support.world import World


@pytest.fixture
def made(sqlite_database: Database, world: World) -> Hosts:
    with sqlite_database.write() as session:
        return hosts(world.work(session))


def test_every_offered_change_of_a_delegation_costs_what_was_said(
    sqlite_database: Database, world: World, made: Hosts
) -> None:
    plan_id = worked_out(sqlite_database, world, made, "trips")
    with sqlite_database.read() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        trip = standing_trips(plan)[0].ref
        count = len(possible_changes(work=work, plan=plan, trip=standing_trips(plan)[0]))
    assert count > 0
    for number in range(count):
        with sqlite_database.read() as session:
            work = world.work(session, made.city)
            plan = plan_of(work, plan_id)
            row = next(one for one in standing_trips(plan) if one.ref == trip)
            offer = possible_changes(work=work, plan=plan, trip=row)[number]
            price = move_delegate(work=work, plan=plan, enterprise_id=offer.enterprise.id, leaves=offer.leaves,
                                  joins=offer.joins)  # fmt: skip
            assert price == pytest.approx(offer.price)
            session.rollback()


def test_every_offered_day_can_be_had(sqlite_database: Database, world: World, made: Hosts) -> None:
    plan_id = worked_out(sqlite_database, world, made, "trips")
    with sqlite_database.read() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        trip = standing_trips(plan)[0]
        days = possible_days(plan=plan, trip=trip)
        assert days
        price = set_trip_day(work=work, plan=plan, trip=trip, on_date=days[0][0])
        assert price == pytest.approx(days[0][1])
        lock_trip(work=work, plan=plan, trip=trip, locked=True)
        assert possible_days(plan=plan, trip=trip) == []
        assert possible_changes(work=work, plan=plan, trip=trip) == []
        session.rollback()


def test_a_county_sees_the_trips_and_pairings_of_its_own(sqlite_database: Database, world: World, made: Hosts) -> None:
    trips = worked_out(sqlite_database, world, made, "trips")
    pairs = worked_out(sqlite_database, world, made, "pairs")
    near = {one.id for one in made.enterprises if one.county_code == TAISHAN}
    with sqlite_database.write() as session:
        work = world.work(session, made.city)
        county = world.work(session, a_user(work, Role.COUNTY, "county", county_code=TAISHAN))
        plan = plan_of(work, trips)
        assert trip_board(work=county, plan=plan) == []  # a draft of the city
        publish_other_plan(work=work, plan=plan)
        seen = trip_board(work=county, plan=plan)
        assert {card.row.id for card in seen} == {
            trip.id for trip in plan.trips if near & {one.enterprise_id for one in trip.delegates}
        }
        board = pair_board(work=county, plan=plan_of(work, pairs))
        assert {one.enterprise.id for one in board if one.enterprise is not None} == near
        far = next(one for one in made.enterprises if one.id not in near)
        with pytest.raises(NotFound):
            get_row(work=county, plan=plan_of(work, pairs), kind="enterprise", ref=far.ref)


def test_every_offered_partner_costs_what_was_said(sqlite_database: Database, world: World, made: Hosts) -> None:
    plan_id = worked_out(sqlite_database, world, made, "pairs")
    with sqlite_database.read() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        row = get_row(work=work, plan=plan, kind="enterprise", ref=made.enterprises[1].ref)
        pairing, place, worth = row.pairings[0]
        assert row.worth == pytest.approx(worth)
        offers = possible_partners(work=work, plan=plan, row=row.row, instead_of=pairing)
        assert offers
        assert place.id not in {one.institution.id for one in offers}
        assert [one.price for one in offers] == sorted(one.price for one in offers)
        assert all(one.load < one.limit for one in offers)
        best = offers[0]
        price = pair_with(work=work, plan=plan, row=row.row, institution_id=best.institution.id, instead_of=pairing)
        assert price == pytest.approx(best.price) == pytest.approx(worth - best.worth)
        session.rollback()
