"""Every rule that a page offers reaches the planner, is kept by the plan, and named where it falls short."""

from __future__ import annotations

from collections import Counter

import pytest

from matchmaker.database import Database
from matchmaker.errors import InvalidInput
from matchmaker.models import Campaign, Organization, Plan
from matchmaker.services.participation import Conditions, set_conditions
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.rules import rules_of, set_place_rules, set_rules
from matchmaker.services.planning.stored import stored_index, stored_problem, visit_rows
from matchmaker.services.planning.trip_change import problem_of_trips
from matchmaker.services.planning.visit_problem import build_visit_problem
from matchmaker.services.work import Work
from tests.services.planning.institution_scene import hosts, worked_out
from tests.services.planning.scenes import Round, a_round, plan_of, planned
from tests.support.builders import TAISHAN, XINTAI
from tests.support.world import World


@pytest.fixture
def made(database: Database, world: World) -> Round:
    with database.write() as session:
        return a_round(world.work(session))


def own_work(world: World, session: object, made: Round) -> Work:
    return world.work(session, made.city)  # type: ignore[arg-type]


def test_numbers_of_single_counties_hold_for_them_only(database: Database, world: World, made: Round) -> None:
    with database.write() as session:
        work = own_work(world, session, made)
        campaign = session.get_one(Campaign, made.campaign.id)
        own = {
            TAISHAN: {"visits": 1, "needs": None, "escorts": 2},
            XINTAI: {"needs": 3, "visits": None, "escorts": None},
        }
        set_place_rules(work=work, campaign=campaign, place="districts", values=own)
        assert campaign.rules["districts"] == {TAISHAN: {"visits": 1, "escorts": 2}, XINTAI: {"needs": 3}}
        for wrong in ({TAISHAN: {"guests": 1}}, {TAISHAN: {"visits": -1}}):
            with pytest.raises(InvalidInput):
                set_place_rules(work=work, campaign=campaign, place="districts", values=wrong)
    plan_id = planned(database, world, made)
    with database.read() as session:
        plan = plan_of(world.work(session), plan_id)
        problem, index = stored_problem(plan), stored_index(plan)
        number = index.numbers["districts"]
        assert problem.district_max_visits[number[TAISHAN]] == 1
        assert problem.district_max_visits[number[XINTAI]] is None
        assert problem.district_min_covered_needs[number[XINTAI]] == 3
        assert problem.escorts is not None
        assert set(problem.escorts[number[TAISHAN]]) == {2}
        places = Counter(
            session.get_one(Organization, row.enterprise_id).county_code
            for row in visit_rows(world.work(session), plan)
        )
        assert places[TAISHAN] <= 1
        assert places[XINTAI] >= 1
        short = [one for one in plan.report["shortfalls"] if one["code"] == "district_quota"]
        assert [(one["params"]["district"], one["amount"]) for one in short] == [(XINTAI, 1.0)]  # it has two needs
    with database.write() as session:
        campaign = session.get_one(Campaign, made.campaign.id)
        empty = {TAISHAN: {"visits": None, "escorts": None}, XINTAI: {"needs": None}}
        set_place_rules(work=own_work(world, session, made), campaign=campaign, place="districts", values=empty)
        assert campaign.rules["districts"] == {}


def test_a_group_and_an_invited_expert_reach_the_problem(database: Database, world: World, made: Round) -> None:
    with database.write() as session:
        work = own_work(world, session, made)
        campaign = session.get_one(Campaign, made.campaign.id)
        for number, leads in ((0, False), (1, True)):
            conditions = Conditions(group="装备组", leads_group=leads)
            set_conditions(work=work, campaign=campaign, party=made.experts[number], conditions=conditions)
        set_conditions(work=work, campaign=campaign, party=made.experts[2], conditions=Conditions(invited=True))
        built = build_visit_problem(work=work, campaign=campaign, inputs=Inputs())
        numbers = built.index.numbers["experts"]
        (group,) = built.problem.groups
        assert set(group.members) == {numbers[made.experts[0].id], numbers[made.experts[1].id]}
        assert group.leader == numbers[made.experts[1].id]
        assert [built.index.experts[n] for n, one in enumerate(built.problem.experts) if one.invited] == [
            made.experts[2].id
        ]


def test_the_target_of_travelling_enterprises_is_planned_for_and_named_where_missed(
    database: Database, world: World
) -> None:
    with database.write() as session:
        made = hosts(world.work(session), enterprises=4)
    with database.write() as session:
        campaign = session.get_one(Campaign, made.campaign.id)
        set_rules(work=own_work(world, session, made), campaign=campaign, kind="trips", values={"target": 6})
        assert rules_of(campaign=campaign, kind="trips").whole("target") == 6
    plan_id = worked_out(database, world, made, "trips")
    with database.read() as session:
        plan = session.get_one(Plan, plan_id)
        assert problem_of_trips(plan).target == 6
        short = [one for one in plan.report["shortfalls"] if one["code"] == "trip_targets"]
        assert [one["amount"] for one in short] == [2.0]
