"""赴院校对接: delegations planned from the database, changed by hand under check, published."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import pytest

from matchmaker.database import Database
from matchmaker.errors import InvalidInput
from matchmaker.models import Plan, Trip
from matchmaker.planning.checker import check_trips
from matchmaker.services.planning.errors import AlreadyPublished, PlanRefused
from matchmaker.services.planning.publish_others import publish_other_plan
from matchmaker.services.planning.stored import stored_index
from matchmaker.services.planning.trip_change import (
    cancel_trip,
    lock_trip,
    move_delegate,
    placed_trips,
    problem_of_trips,
    set_trip_day,
    set_trip_leader,
    standing_trips,
    trips_of_problem,
)
from tests.services.planning.institution_scene import Hosts, hosts, worked_out
from tests.services.planning.scenes import DAYS, plan_of, say
from tests.support.world import World


@pytest.fixture
def made(database: Database, world: World) -> Hosts:
    with database.write() as session:
        return hosts(world.work(session))


@pytest.fixture
def plan_id(database: Database, world: World, made: Hosts) -> int:
    return worked_out(database, world, made, "trips")


def delegations(plan: Plan) -> list[list[int]]:
    return [sorted(one.enterprise_id for one in trip.delegates) for trip in standing_trips(plan)]


def a_change(plan: Plan) -> tuple[Trip, int, Trip]:
    """A trip, somebody on it, and another trip that has a place for them on a day and at a host new to them."""
    trips = standing_trips(plan)
    for leaves, joins in permutations(trips, 2):
        for one in leaves.delegates:
            mine = [trip for trip in trips if one.enterprise_id in {other.enterprise_id for other in trip.delegates}]
            there = {(trip.institution_id, trip.on_date) for trip in mine if trip is not leaves}
            known = {part for place in there for part in place}
            places = len(leaves.delegates) > 2 and len(joins.delegates) < 4 and joins not in mine
            if places and not {joins.institution_id, joins.on_date} & known:
                return leaves, one.enterprise_id, joins
    raise AssertionError("nobody can change")


def by_checker(plan: Plan) -> float:
    verdict = check_trips(problem_of_trips(plan), trips_of_problem(stored_index(plan), placed_trips(plan)))
    assert verdict.violations == ()
    return verdict.value


def test_everybody_travels_and_nobody_twice_at_once(
    database: Database, world: World, made: Hosts, plan_id: int
) -> None:
    with database.read() as session:
        plan = plan_of(world.work(session), plan_id)
        trips = standing_trips(plan)
        assert {trip.institution_id for trip in trips} <= {row.id for row in made.institutions}
        assert {one for mine in delegations(plan) for one in mine} == {row.id for row in made.enterprises}
        assert all(2 <= len(mine) <= 4 for mine in delegations(plan))
        busy = Counter((one.enterprise_id, trip.on_date) for trip in trips for one in trip.delegates)
        assert max(busy.values()) == 1
        assert {trip.on_date for trip in trips} <= set(DAYS)
        assert plan.value == pytest.approx(by_checker(plan))
        assert plan.report["shortfalls"] == []


def test_who_is_not_willing_does_not_travel(database: Database, world: World, made: Hosts) -> None:
    with database.write() as session:
        work = world.work(session)
        say(work, made, made.enterprises[0], "unwilling")
        say(work, made, made.institutions[1], "unwilling")
    plan_id = worked_out(database, world, made, "trips")
    with database.read() as session:
        plan = plan_of(world.work(session), plan_id)
        assert made.institutions[1].id not in {trip.institution_id for trip in plan.trips}
        assert made.enterprises[0].id not in {one for mine in delegations(plan) for one in mine}
        assert plan.report["left_out"][str(made.enterprises[0].id)]["code"] == "answer_unwilling"


def test_an_enterprise_joins_another_delegation_at_its_price(
    database: Database, world: World, made: Hosts, plan_id: int
) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        before = plan.value
        leaves, going, joins = a_change(plan)
        price = move_delegate(work=work, plan=plan, enterprise_id=going, leaves=leaves, joins=joins)
        assert before is not None
        assert plan.value == pytest.approx(before - price) == pytest.approx(by_checker(plan))
        assert going in {one.enterprise_id for one in joins.delegates}
        assert going not in {one.enterprise_id for one in leaves.delegates}


def test_a_delegation_is_never_too_small(database: Database, world: World, made: Hosts, plan_id: int) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        trip = standing_trips(plan)[0]
        while len(trip.delegates) > 2:
            move_delegate(work=work, plan=plan, enterprise_id=trip.delegates[0].enterprise_id, leaves=trip, joins=None)
        before = delegations(plan)
        with pytest.raises(PlanRefused) as refused:
            move_delegate(work=work, plan=plan, enterprise_id=trip.delegates[0].enterprise_id, leaves=trip, joins=None)
        assert {one["code"] for one in refused.value.violations} == {"trip_delegation.min"}
        assert refused.value.violations[0]["params"]["institution"] == trip.institution_id
        assert delegations(plan) == before


def test_a_trip_moves_to_a_day_of_the_plan_only(database: Database, world: World, made: Hosts, plan_id: int) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        trip = standing_trips(plan)[0]
        others = {one.on_date for one in standing_trips(plan)}
        day = next(day for day in DAYS[:-1] if day not in others)
        set_trip_day(work=work, plan=plan, trip=trip, on_date=day)
        assert trip.on_date == day
        with pytest.raises(InvalidInput):
            set_trip_day(work=work, plan=plan, trip=trip, on_date=DAYS[0].replace(year=2027))
        lock_trip(work=work, plan=plan, trip=trip, locked=True)
        with pytest.raises(InvalidInput):
            set_trip_day(work=work, plan=plan, trip=trip, on_date=DAYS[0])
        set_trip_leader(work=work, plan=plan, trip=trip, leader=" 示例带队人 ")
        assert trip.leader == "示例带队人"


def test_a_published_plan_keeps_cancelled_trips_and_is_not_made_anew(
    database: Database, world: World, made: Hosts, plan_id: int
) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        publish_other_plan(work=work, plan=plan)
        assert (plan.state, plan.published_at) == ("published", work.now())
        count = len(plan.trips)
        trip = standing_trips(plan)[0]
        cancel_trip(work=work, plan=plan, trip=trip, why="学校校庆")
        assert (len(plan.trips), trip.state, len(standing_trips(plan))) == (count, "cancelled", count - 1)
    with pytest.raises(AlreadyPublished):
        worked_out(database, world, made, "trips")


def test_what_changed_since_the_planning_stops_the_publication(
    database: Database, world: World, made: Hosts, plan_id: int
) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        say(world.work(session), made, made.enterprises[2], "unwilling")
        plan = plan_of(work, plan_id)
        with pytest.raises(PlanRefused) as refused:
            publish_other_plan(work=work, plan=plan)
        assert [one["code"] for one in refused.value.violations] == ["outdated"]
        assert plan.state == "draft"
