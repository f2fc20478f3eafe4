"""Asking for a plan and the job that works it out: progress, cancelling, failing in words, what it leaves."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Forbidden, InvalidInput
from matchmaker.models import Event, Expert, Job, Organization, Plan
from matchmaker.models.codes import JobState, Role
from matchmaker.planning.checker import check_visits
from matchmaker.planning.watch import Effort, Progress
from matchmaker.services.job import claim_next
from matchmaker.services.planning.ask_plan import ask_for_plan, discard_draft, stop_planning
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.order import NewOrder, set_order
from matchmaker.services.planning.plan_board import board_of
from matchmaker.services.planning.plan_list import gap_of, plans_of, progress_of
from matchmaker.services.planning.run_plan import PlanRun
from matchmaker.services.planning.shortfalls import shortfalls_of_visits
from matchmaker.services.planning.statements import shortfalls_told
from matchmaker.services.planning.stored import planned_visits, stored_index, stored_problem, visit_rows
from tests.services.planning.scenes import DAYS, Round, a_round, plan_of, planned, say, work_out
from tests.support.builders import XINTAI, a_user
from tests.support.world import World


@pytest.fixture
def made(database: Database, world: World) -> Round:
    with database.write() as session:
        return a_round(world.work(session))


def asked(database: Database, world: World, made: Round, **inputs: object) -> int:
    with database.write() as session:
        work = world.work(session, made.city)
        given = Inputs(**inputs)  # type: ignore[arg-type]
        return ask_for_plan(work=work, campaign=made.campaign, kind="visits", inputs=given).id


def test_a_plan_is_worked_out_checked_and_stored(database: Database, world: World, made: Round) -> None:
    key = asked(database, world, made)
    with database.read() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, key)
        assert (plan.state, progress_of(work=work, plan=plan).stage) == ("draft", "queued")
        assert plan.name == "百名专家泰安行计划2026-11-24-1"
    work_out(database, world, key)
    with database.read() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, key)
        visits, outdated = planned_visits(stored_index(plan), visit_rows(work, plan))
        verdict = check_visits(stored_problem(plan), visits)
        assert (verdict.clean, outdated) == (True, [])
        assert verdict.value == pytest.approx(plan.value)
        assert progress_of(work=work, plan=plan).stage == "ready"
        assert gap_of(plan) == pytest.approx(0.0, abs=1e-3)
        assert {row.on_date for row in visit_rows(work, plan)} <= set(DAYS)


def test_the_shortfalls_of_the_planner_are_those_of_the_visits(database: Database, world: World) -> None:
    with database.write() as session:
        rules = {"expert_visits": 1, "enterprise_visits": 1, "county_needs": 3, "expert_days": 1}
        made = a_round(world.work(session), experts=2, rules=rules)
    key = planned(database, world, made)
    with database.read() as session:
        work = world.work(session)
        plan = plan_of(work, key)
        visits, _ = planned_visits(stored_index(plan), visit_rows(work, plan))
        own = shortfalls_told(stored_index(plan), shortfalls_of_visits(stored_problem(plan), visits))
        assert {one["code"] for one in own} >= {"coverage", "district_quota"}
        for mine, theirs in zip(sorted(own, key=str), sorted(plan.report["shortfalls"], key=str), strict=True):
            assert mine["code"] == theirs["code"]
            assert mine["amount"] == pytest.approx(theirs["amount"])
            assert mine["cost"] == pytest.approx(theirs["cost"])


def test_who_has_not_answered_is_planned_on_request_only_and_counted(database: Database, world: World) -> None:
    with database.write() as session:
        made = a_round(world.work(session), answered=False)
        for party in (made.experts[0], *made.enterprises):
            say(world.work(session), made, party)
        say(world.work(session), made, made.experts[1], "unwilling")
    strict, open_ = planned(database, world, made), planned(database, world, made, inputs=Inputs(unknown=True))
    with database.read() as session:
        work = world.work(session, made.city)
        boards = [board_of(work=work, plan=plan_of(work, key)) for key in (strict, open_)]
        assert {one.expert.id for one in boards[0].visits} == {made.experts[0].id}
        assert boards[0].unknown == 0
        assert {one.expert.id for one in boards[1].visits} == {made.experts[0].id, made.experts[2].id}
        assert boards[1].unknown == sum(1 for one in boards[1].visits if one.expert.id == made.experts[2].id)


def test_a_round_in_which_nobody_can_be_planned_has_an_empty_plan_with_reasons(
    database: Database, world: World
) -> None:
    with database.write() as session:
        made = a_round(world.work(session), answered=False)
    key = planned(database, world, made)
    with database.read() as session:
        work = world.work(session)
        plan = plan_of(work, key)
        assert visit_rows(work, plan) == []
        assert {one["code"] for one in plan.report["left_out"].values()} == {"answer_unknown"}


def test_locks_that_exclude_each_other_are_named(database: Database, world: World, made: Round) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        expert = session.get_one(Expert, made.experts[0].id)
        for enterprise in made.enterprises[:2]:  # in two counties on one day
            new = NewOrder("visits", "must", expert=expert, enterprise=session.get_one(Organization, enterprise.id),
                           on_date=DAYS[0])  # fmt: skip
            set_order(work=work, campaign=made.campaign, new=new)
    key = asked(database, world, made)
    assert work_out(database, world, key) == {"failed": "planning.locks_conflict"}
    with database.read() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, key)
        conflict = plan.report["problem"]["conflict"]
        assert {one["enterprise"] for one in conflict} == {made.enterprises[0].id, made.enterprises[1].id}
        assert {one["expert"] for one in conflict} == {expert.id}
        assert progress_of(work=work, plan=plan).stage == "failed"


def test_a_plan_that_waits_is_taken_back_when_stopped(database: Database, world: World, made: Round) -> None:
    key = asked(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        stop_planning(work=work, plan=plan_of(work, key))
        plan = plan_of(work, key)
        assert (plan.state, plan.report["stage"]) == ("discarded", "stopped")
        assert session.scalars(select(Job.state).where(Job.kind == "plan")).all() == [JobState.CANCELLED]
    assert work_out(database, world, key) == {"skipped": True}


def test_stopping_what_is_worked_out_already_changes_nothing(database: Database, world: World, made: Round) -> None:
    key = planned(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        stop_planning(work=work, plan=plan_of(work, key))
        assert (plan_of(work, key).state, plan_of(work, key).report["stage"]) == ("draft", "ready")


def test_stopping_a_search_keeps_the_best_plan_so_far(database: Database, world: World, made: Round) -> None:
    key = asked(database, world, made)
    run = PlanRun(database=database, work_of=partial(world.work), plan_id=key, rounds=20)
    with database.write() as session:
        claim_next(session=session, owner="test", now=world.clock(), kinds=["plan"])
    told: list[tuple[float, str]] = []
    run.tell = lambda done, stage: told.append((done, stage))

    def cancelled() -> bool:
        """Somebody stops it as soon as it has begun; the beat that a thread makes each second finds out."""
        if not told:
            with database.write() as session:
                work = world.work(session, made.city)
                stop_planning(work=work, plan=plan_of(work, key))
            run._latest = Progress(stage="dive", value=1.0, bound=4.0, seconds=3.0)
            run.beat(Effort(seconds=60.0))
        return False

    run.stopped = cancelled
    result = run.run()
    assert told == [(0.05, "dive")]
    assert result["stopped"] == "cancelled"
    with database.read() as session:
        plan = plan_of(world.work(session), key)
        assert plan.value == pytest.approx(result["value"])
        assert plan.report["stage"] == "ready"
        assert "progress" not in plan.report


def test_progress_is_told_in_the_plan_while_the_search_goes_on(database: Database, world: World, made: Round) -> None:
    key = asked(database, world, made)
    run = PlanRun(database=database, work_of=partial(world.work), plan_id=key)
    run._prepare()
    run._latest = Progress(stage="proof", value=8.0, bound=10.0, seconds=15.0)
    run.beat(Effort(seconds=60.0))
    with database.read() as session:
        work = world.work(session, made.city)
        found = progress_of(work=work, plan=plan_of(work, key))
        assert (found.stage, found.search, found.value, found.bound) == ("running", "proof", 8.0, 10.0)
        assert (found.done, found.gap, found.moving) == (0.25, pytest.approx(0.25), True)


def test_a_draft_that_is_put_away_stops_its_search(database: Database, world: World, made: Round) -> None:
    key = asked(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        discard_draft(work=work, plan=plan_of(work, key), why="重来")
    with database.read() as session:
        assert session.scalars(select(Event.why).where(Event.action == "plan.discard")).all() == ["重来"]
        assert [one.plan.state for one in plans_of(work=world.work(session, made.city), campaign=made.campaign,
                                                   kind="visits")] == ["discarded"]  # fmt: skip


def test_the_list_shows_the_published_plan_first_and_counties_their_own_visits(
    database: Database, world: World, made: Round
) -> None:
    first, second = planned(database, world, made), planned(database, world, made)
    with database.write() as session:
        session.get_one(Plan, first).state = "published"
    with database.write() as session:
        county = a_user(world.work(session), Role.COUNTY, "xintai", county_code=XINTAI)
        city = world.work(session, made.city)
        rows = plans_of(work=city, campaign=made.campaign, kind="visits")
        assert [one.plan.id for one in rows] == [first, second]
        assert rows[0].enterprises == 4
        theirs = plans_of(work=world.work(session, county), campaign=made.campaign, kind="visits")
        assert [(one.plan.id, one.enterprises) for one in theirs] == [(first, 2)]
        board = board_of(work=world.work(session, county), plan=plan_of(city, first))
        assert {one.district for one in board.visits} == {XINTAI}


@pytest.mark.parametrize("role", [Role.COUNTY, Role.ENTERPRISE, Role.AUDITOR])
def test_only_planners_ask_and_stop(database: Database, world: World, made: Round, role: Role) -> None:
    key = asked(database, world, made)
    with database.write() as session:
        work = world.work(session, a_user(world.work(session), role, "other"))
        with pytest.raises(Forbidden):
            ask_for_plan(work=work, campaign=made.campaign, kind="visits")
        with pytest.raises(Forbidden):
            stop_planning(work=work, plan=plan_of(work, key))


def test_an_unknown_kind_of_plan_is_refused(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        made = a_round(world.work(session))
        with pytest.raises(InvalidInput):
            ask_for_plan(work=world.work(session, made.city), campaign=made.campaign, kind="picnics")
