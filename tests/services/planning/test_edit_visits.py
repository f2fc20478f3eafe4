"""Changes by hand: checked and priced before they are made, refused when they break something, kept by a lock."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Forbidden, NotFound, WrongState
from matchmaker.models import Expert, Organization, Plan, PlanOrder, Proposal, Visit
from matchmaker.models.codes import Role
from matchmaker.services.participation import Conditions, set_conditions
from matchmaker.services.planning.ask_plan import ask_for_plan
from matchmaker.services.planning.edit_visits import (
    cancel_visit,
    forbid_visit,
    lock_visit,
    move_visit,
    places_for,
    plan_to_change,
    unlock_visit,
    visit_of,
)
from matchmaker.services.planning.errors import PlanRefused
from matchmaker.services.planning.replan_cause import Cause
from matchmaker.services.planning.stored import visit_rows
from matchmaker.services.work import Work
from tests.services.planning.scenes import DAYS, Round, a_round, plan_of, planned, proposed, published, say, work_out
from tests.support.builders import a_user
from tests.support.world import World


@pytest.fixture
def made(sqlite_database: Database, world: World) -> Round:
    with sqlite_database.write() as session:
        return a_round(world.work(session), experts=6, rules={"expert_days": 5})


@pytest.fixture
def draft(sqlite_database: Database, world: World, made: Round) -> int:
    return planned(sqlite_database, world, made)


Act = Callable[[Work, Plan, Visit], object]


def do(database: Database, world: World, made: Round, plan_id: int, act: Act, number: int = 0) -> None:
    """Act on a visit of the plan as the city."""
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        act(work, plan, visit_rows(work, plan)[number])


def test_every_day_says_what_it_would_cost_and_a_move_costs_just_that(
    sqlite_database: Database, world: World, made: Round, draft: int
) -> None:
    def act(work: Work, plan: Plan, visit: Visit) -> None:
        days, _ = places_for(work=work, plan=plan, visit=visit)
        assert {place.on_date for place in days} == set(DAYS) - {visit.on_date}
        free = next(place for place in days if place.free)
        before = plan.value
        assert before is not None
        moved = move_visit(work=work, plan=plan, visit=visit, on_date=free.on_date)
        assert moved.on_date == free.on_date
        assert plan.value == pytest.approx(before - free.price)
        assert plan.report["violations"] == []

    do(sqlite_database, world, made, draft, act)


def test_a_day_on_which_the_enterprise_is_away_is_named_and_refused(
    sqlite_database: Database, world: World, made: Round, draft: int
) -> None:
    def act(work: Work, plan: Plan, visit: Visit) -> None:
        house = work.session.get_one(Organization, visit.enterprise_id)
        away = next(day for day in DAYS if day != visit.on_date)
        set_conditions(work=work, campaign=made.campaign, party=house,
                       conditions=Conditions(dates=tuple(day for day in DAYS if day != away)))  # fmt: skip
        days, _ = places_for(work=work, plan=plan, visit=visit)
        place = next(place for place in days if place.on_date == away)
        assert "availability.enterprise" in {one["code"] for one in place.against}
        with pytest.raises(PlanRefused) as refused:
            move_visit(work=work, plan=plan, visit=visit, on_date=away)
        found = {one["code"]: one["params"] for one in refused.value.violations}
        assert found["availability.enterprise"]["enterprise"] == house.id

    do(sqlite_database, world, made, draft, act)


def test_another_expert_takes_over_the_needs_that_they_fit(
    sqlite_database: Database, world: World, made: Round, draft: int
) -> None:
    def act(work: Work, plan: Plan, visit: Visit) -> None:
        _, others = places_for(work=work, plan=plan, visit=visit)
        needs = set(visit.need_ids)
        place = next(place for place in others if place.free)
        other = work.session.get_one(Expert, place.expert_id)
        moved = move_visit(work=work, plan=plan, visit=visit, expert=other)
        assert (moved.expert_id, set(moved.need_ids) <= needs) == (other.id, True)
        assert moved.need_ids

    for number in range(3):
        with sqlite_database.write() as session:
            work = world.work(session, made.city)
            plan = plan_of(work, draft)
            visit = visit_rows(work, plan)[number]
            if any(place.free for place in places_for(work=work, plan=plan, visit=visit)[1]):
                act(work, plan, visit)
                return
    raise AssertionError("no visit of this plan has another expert")


def test_a_lock_holds_in_this_plan_and_in_the_next_one(
    sqlite_database: Database, world: World, made: Round, draft: int
) -> None:
    kept: list[tuple[int, int, object]] = []

    def lock(work: Work, plan: Plan, visit: Visit) -> None:
        day = next(place.on_date for place in places_for(work=work, plan=plan, visit=visit)[0] if place.free)
        moved = move_visit(work=work, plan=plan, visit=visit, on_date=day)
        lock_visit(work=work, plan=plan, visit=moved, why="市长调研")
        work.session.flush()
        assert moved.locked
        kept.append((moved.expert_id, moved.enterprise_id, moved.on_date))
        days, _ = places_for(work=work, plan=plan, visit=moved)
        assert all("locks" in {one["code"] for one in place.against} for place in days)
        with pytest.raises(PlanRefused):
            move_visit(work=work, plan=plan, visit=moved, on_date=days[0].on_date)

    do(sqlite_database, world, made, draft, lock)
    again = planned(sqlite_database, world, made)
    with sqlite_database.read() as session:
        work = world.work(session)
        rows = {(row.expert_id, row.enterprise_id, row.on_date): row for row in visit_rows(work, plan_of(work, again))}
        assert rows[kept[0]].locked  # type: ignore[index]


def test_what_is_unlocked_moves_again(sqlite_database: Database, world: World, made: Round, draft: int) -> None:
    def act(work: Work, plan: Plan, visit: Visit) -> None:
        lock_visit(work=work, plan=plan, visit=visit)
        unlock_visit(work=work, plan=plan, visit=visit)
        assert work.session.scalars(select(PlanOrder)).all() == []
        assert not visit.locked
        assert any(place.free for place in places_for(work=work, plan=plan, visit=visit)[0])

    do(sqlite_database, world, made, draft, act)


def test_a_visit_that_is_taken_out_leaves_its_needs_open(
    sqlite_database: Database, world: World, made: Round, draft: int
) -> None:
    def act(work: Work, plan: Plan, visit: Visit) -> None:
        lock_visit(work=work, plan=plan, visit=visit)
        needs = set(visit.need_ids)
        cancel_visit(work=work, plan=plan, visit=visit, why="企业停产")
        served = {need for row in visit_rows(work, plan) for need in row.need_ids}
        uncovered = {one["params"]["need"] for one in plan.report["shortfalls"] if one["code"] == "coverage"}
        assert needs - served <= uncovered
        assert work.session.scalars(select(PlanOrder)).all() == []  # its lock went with it

    do(sqlite_database, world, made, draft, act)


def test_two_that_are_forbidden_are_not_planned_again(
    sqlite_database: Database, world: World, made: Round, draft: int
) -> None:
    pairs: list[tuple[int, int]] = []

    def act(work: Work, plan: Plan, visit: Visit) -> None:
        pairs.append((visit.expert_id, visit.enterprise_id))
        forbid_visit(work=work, plan=plan, visit=visit, why="双方不合")

    do(sqlite_database, world, made, draft, act)
    again = planned(sqlite_database, world, made)
    with sqlite_database.read() as session:
        rows = visit_rows(world.work(session), plan_of(world.work(session), again))
        assert pairs[0] not in {(row.expert_id, row.enterprise_id) for row in rows}


def test_what_was_wrong_before_does_not_stop_a_change_elsewhere(
    sqlite_database: Database, world: World, made: Round, draft: int
) -> None:
    def spoil(work: Work, plan: Plan, visit: Visit) -> None:
        say(work, made, work.session.get_one(Expert, visit.expert_id), "unwilling")

    def mend(work: Work, plan: Plan, visit: Visit) -> None:
        out = [row for row in visit_rows(work, plan) if row.expert_id == visit.expert_id]
        for row in out:
            cancel_visit(work=work, plan=plan, visit=row)
        assert plan.report["violations"] == []

    do(sqlite_database, world, made, draft, spoil)
    do(sqlite_database, world, made, draft, mend)


def test_a_published_visit_that_moves_is_kept_as_cancelled_and_proposals_are_worked_out_anew(
    sqlite_database: Database, world: World, made: Round
) -> None:
    plan_id = published(sqlite_database, world, made)
    key = proposed(sqlite_database, world, made, plan_id, lambda work, plan: Cause("review"))

    def act(work: Work, plan: Plan, visit: Visit) -> None:
        day = next(place.on_date for place in places_for(work=work, plan=plan, visit=visit)[0] if place.free)
        moved = move_visit(work=work, plan=plan, visit=visit, on_date=day)
        assert (visit.state, moved.state, moved.ref == visit.ref) == ("cancelled", "planned", False)
        assert work.session.get_one(Proposal, key).state == "waiting"
        back = move_visit(work=work, plan=plan, visit=moved, on_date=visit.on_date)
        assert back.ref == visit.ref  # the same visit is taken up again

    do(sqlite_database, world, made, plan_id, act)


def test_nothing_of_another_plan_and_nothing_unfinished_is_changed(
    sqlite_database: Database, world: World, made: Round, draft: int
) -> None:
    other = planned(sqlite_database, world, made)
    with sqlite_database.write() as session:
        work = world.work(session, made.city)
        ref = visit_rows(work, plan_of(work, draft))[0].ref
        with pytest.raises(NotFound):
            visit_of(work=work, plan=plan_of(work, other), ref=ref)
        waiting = ask_for_plan(work=work, campaign=made.campaign, kind="visits")
        with pytest.raises(WrongState):
            plan_to_change(work=work, plan=waiting)
        key = waiting.id
    work_out(sqlite_database, world, key)


@pytest.mark.parametrize("role", [Role.COUNTY, Role.AUDITOR, Role.ENTERPRISE])
def test_only_planners_change_a_plan(
    sqlite_database: Database, world: World, made: Round, draft: int, role: Role
) -> None:
    with sqlite_database.write() as session:
        actor = a_user(world.work(session), role, "other", county_code="370902" if role is Role.COUNTY else None)
        work = world.work(session, actor)
        with pytest.raises(Forbidden):
            plan_to_change(work=work, plan=plan_of(work, draft))
