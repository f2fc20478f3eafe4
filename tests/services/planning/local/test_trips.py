"""Trips after somebody says no: what moves, what it costs, alternatives, and the rows after one was accepted."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.models import Organization, Plan, PlanOrder, Trip
from matchmaker.services.planning.access import CANCELLED
from matchmaker.services.planning.local.standing import figures_of
from matchmaker.services.planning.order import NewOrder, set_order
from matchmaker.services.planning.propose_replan import proposals_of, propose_replan, withdraw_proposals
from matchmaker.services.planning.replan_cause import Cause
from matchmaker.services.planning.trip_change import lock_trip, set_trip_leader, standing_trips
from matchmaker.services.work import Work
from tests.services.planning.institution_scene import Hosts, hosts
from tests.services.planning.local.scenes import accepted, options_of, proposed, published_trips
from tests.services.planning.scenes import plan_of
from tests.support.world import World

Seats = set[tuple[int, int, date]]


@pytest.fixture
def made(database: Database, world: World) -> Hosts:
    with database.write() as session:
        return hosts(world.work(session))


@pytest.fixture
def plan_id(database: Database, world: World, made: Hosts) -> int:
    return published_trips(database, world, made)


def seats(plan: Plan) -> Seats:
    return {(one.enterprise_id, trip.institution_id, trip.on_date) for trip in standing_trips(plan)
            for one in trip.delegates}  # fmt: skip


def seats_of(database: Database, plan_id: int) -> Seats:
    with database.read() as session:
        return seats(session.get_one(Plan, plan_id))


def a_guest_declines(work: Work, plan: Plan) -> Cause:
    trip = standing_trips(plan)[0]
    guest = work.session.get_one(Organization, min(one.enterprise_id for one in trip.delegates))
    return Cause("declined", item=trip, party=guest, by="enterprise", why="交货期紧")


def the_host_declines(work: Work, plan: Plan) -> Cause:
    trip = standing_trips(plan)[0]
    host = work.session.get_one(Organization, trip.institution_id)
    return Cause("declined", item=trip, party=host, by="institution")


def clean(plan: Plan) -> float:
    value, violations, _ = figures_of(plan)
    assert list(violations) == []
    return value


def test_a_guest_who_declines_leaves_and_little_else_moves(
    database: Database, world: World, made: Hosts, plan_id: int
) -> None:
    before = seats_of(database, plan_id)
    key = proposed(database, world, made, plan_id, a_guest_declines)
    options = options_of(database, world, key)
    assert [one["worth"] for one in options] == sorted((one["worth"] for one in options), reverse=True)
    first = options[0]
    assert [one["lost"] for one in first["remove"]].count(True) == 1
    assert first["moved"] == sum(not one["lost"] for one in first["remove"]) <= 1
    accepted(database, world, made, key)
    after = seats_of(database, plan_id)
    told = [{(one["enterprise"], one["institution"], date.fromisoformat(one["date"])) for one in first[name]}
            for name in ("remove", "add")]  # fmt: skip
    assert (before - after, after - before) == tuple(told)
    with database.read() as session:
        plan = session.get_one(Plan, plan_id)
        assert plan.value == pytest.approx(clean(plan)) == pytest.approx(first["value"])
        assert first["price"] > 0
        order = session.scalars(select(PlanOrder)).one()
        lost = next(one for one in first["remove"] if one["lost"])
        assert (order.plan_kind, order.kind, order.why) == ("trips", "must_not", "交货期紧")
        assert (order.enterprise_id, order.institution_id) == (lost["enterprise"], lost["institution"])


def test_the_other_options_do_something_else_and_one_adds_nothing(
    database: Database, world: World, made: Hosts, plan_id: int
) -> None:
    options = options_of(database, world, proposed(database, world, made, plan_id, the_host_declines))
    changes = [(sorted(map(repr, one["remove"])), sorted(map(repr, one["add"]))) for one in options]
    assert len(options) >= 2
    assert all(changes.count(one) == 1 for one in changes)
    assert any(not one["add"] for one in options)


def test_a_host_who_declines_ends_the_trip_or_is_replaced(
    database: Database, world: World, made: Hosts, plan_id: int
) -> None:
    with database.read() as session:
        gone = standing_trips(session.get_one(Plan, plan_id))[0]
        ref, place = gone.ref, (gone.institution_id, gone.on_date)
    key = proposed(database, world, made, plan_id, the_host_declines)
    accepted(database, world, made, key)
    with database.read() as session:
        plan = session.get_one(Plan, plan_id)
        trip = session.scalars(select(Trip).where(Trip.ref == ref)).one()
        assert trip.state == CANCELLED
        assert place not in {(one.institution_id, one.on_date) for one in standing_trips(plan)}
        assert session.scalars(select(PlanOrder)).all() == []
        clean(plan)


def test_a_trip_that_goes_on_another_day_stays_the_same_record(
    database: Database, world: World, made: Hosts, plan_id: int
) -> None:
    def another_day(work: Work, plan: Plan) -> Cause:
        trip = standing_trips(plan)[0]
        set_trip_leader(work=work, plan=plan, trip=trip, leader="示例领队")
        host = work.session.get_one(Organization, trip.institution_id)
        days = tuple(day for day in [date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 1)] if day != trip.on_date)
        return Cause("another_date", item=trip, party=host, by="institution", dates=days)

    with database.read() as session:
        trip = standing_trips(session.get_one(Plan, plan_id))[0]
        ref, day = trip.ref, trip.on_date
    key = proposed(database, world, made, plan_id, another_day)
    options = options_of(database, world, key)
    moves = [one for one in options if one["add"] and one["add"][0]["institution"] == one["remove"][0]["institution"]]
    accepted(database, world, made, key, options.index(moves[0]))
    with database.read() as session:
        plan = session.get_one(Plan, plan_id)
        same = next(one for one in standing_trips(plan) if one.ref == ref)
        assert same.on_date != day
        assert same.leader == "示例领队"
        clean(plan)


def test_locked_trips_keep_their_day_and_their_delegation(
    database: Database, world: World, made: Hosts, plan_id: int
) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        first, *others = standing_trips(plan)
        for trip in others:
            lock_trip(work=work, plan=plan, trip=trip, locked=True)
        locked = {one for one in seats(plan) if one[1:] != (first.institution_id, first.on_date)}
    options = options_of(database, world, proposed(database, world, made, plan_id, the_host_declines))
    for option in options:
        gone = {(one["enterprise"], one["institution"], date.fromisoformat(one["date"])) for one in option["remove"]}
        places = {(host, day) for _, host, day in locked}
        joined = {(one["institution"], date.fromisoformat(one["date"])) for one in option["add"]}
        assert (gone & locked, joined & places) == (set(), set())


def test_who_cannot_come_at_all_is_on_no_trip(database: Database, world: World, made: Hosts, plan_id: int) -> None:
    house = made.enterprises[1]
    with database.write() as session:
        work = world.work(session, made.city)
        seat = next(one for one in seats(plan_of(work, plan_id)) if one[0] == house.id)
        must = NewOrder("trips", "must", institution=session.get_one(Organization, seat[1]),
                        enterprise=session.get_one(Organization, house.id))  # fmt: skip
        set_order(work=work, campaign=made.campaign, new=must)

    def is_out(work: Work, plan: Plan) -> Cause:
        return Cause("party_out", party=work.session.get_one(Organization, house.id))

    key = proposed(database, world, made, plan_id, is_out)
    accepted(database, world, made, key)
    with database.read() as session:
        plan = session.get_one(Plan, plan_id)
        assert house.id not in {one for one, _, _ in seats(plan)}
        assert session.scalars(select(PlanOrder)).all() == []
        assert house.id in {one["params"]["enterprise"] for one in plan.report["shortfalls"]}
        clean(plan)


def test_each_guest_has_a_proposal_and_takes_back_only_that(
    database: Database, world: World, made: Hosts, plan_id: int
) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        trip = standing_trips(plan)[0]
        guests = [work.session.get_one(Organization, one.enterprise_id) for one in trip.delegates][:2]
        for guest in (*guests, guests[0]):
            propose_replan(work=work, plan=plan, cause=Cause("declined", item=trip, party=guest, by="enterprise"))
        states = [row.state for row in proposals_of(work=work, plan=plan)]
        assert sorted(states) == ["outdated", "waiting", "waiting"]
        assert withdraw_proposals(work=work, item=trip, side="enterprise", party=guests[0].ref) == 1
        left = [row for row in proposals_of(work=work, plan=plan) if row.state == "waiting"]
        assert [row.cause["enterprise"] for row in left] == [guests[1].ref]


def test_new_needs_and_reviews_say_nothing_to_trips(
    database: Database, world: World, made: Hosts, plan_id: int
) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        assert propose_replan(work=work, plan=plan_of(work, plan_id), cause=Cause("review")) is None
