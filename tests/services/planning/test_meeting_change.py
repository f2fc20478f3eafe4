"""A schedule changed by hand: what may move, what it costs, and what is refused with its reason."""

from __future__ import annotations

import pytest

from matchmaker.database import Database
from matchmaker.errors import Forbidden, InvalidInput, NotFound, WrongState
from matchmaker.models import Event, Plan
from matchmaker.models.codes import Role
from matchmaker.planning.checker import check_meetings
from matchmaker.services.planning.errors import PlanRefused
from matchmaker.services.planning.meeting_change import (
    add_talk,
    cancel_talk,
    lock_talk,
    meetings_of,
    place_talk,
    problem_of_meeting,
    talk_of,
)
from matchmaker.services.planning.publish_others import publish_other_plan
from tests.services.planning.meeting_scene import met
from tests.services.planning.scenes import Round, a_round, plan_of
from tests.support.builders import a_user
from tests.support.world import World


@pytest.fixture
def made(database: Database, world: World) -> Round:
    with database.write() as session:
        return a_round(world.work(session), experts=4, enterprises=6)


@pytest.fixture
def plan_id(database: Database, world: World, made: Round) -> int:
    return met(database, world, made, tables=5)


def seats(plan: Plan) -> dict[str, tuple[int, int]]:
    return {talk.ref: (talk.slot, talk.table_number) for talk in plan.talks}


def free_table(plan: Plan, slot: int) -> int:
    return min(set(range(5)) - {talk.table_number for talk in plan.talks if talk.slot == slot})


def value_by_checker(plan: Plan) -> float:
    verdict = check_meetings(problem_of_meeting(plan), meetings_of(plan, {}))
    assert verdict.violations == ()
    return verdict.value


def test_two_talks_change_tables(database: Database, world: World, made: Round, plan_id: int) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        first, second = [talk for talk in plan.talks if talk.slot == 0][:2]
        before = seats(plan)
        changed = place_talk(work=work, plan=plan, talk=first, slot=0, table=second.table_number)
        assert changed.price == pytest.approx(0.0)
        after = seats(plan)
        assert (after[first.ref], after[second.ref]) == (before[second.ref], before[first.ref])
        assert {ref for ref in before if before[ref] != after[ref]} == {first.ref, second.ref}


def test_a_talk_never_goes_where_one_of_the_two_is_already(
    database: Database, world: World, made: Round, plan_id: int
) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        talk = plan.talks[0]
        other = next(one for one in plan.talks if one.expert_id == talk.expert_id and one is not talk)
        before = seats(plan)
        with pytest.raises(PlanRefused) as refused:
            place_talk(work=work, plan=plan, talk=talk, slot=other.slot, table=free_table(plan, other.slot))
        assert {"code": "meeting_presence.expert", "params": {"expert": talk.expert_id, "slot": other.slot,
                "meetings": 2}} in refused.value.violations  # fmt: skip
        assert seats(plan) == before


def test_the_price_of_a_change_is_the_checker_s(database: Database, world: World, made: Round, plan_id: int) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        before = value_by_checker(plan)
        assert plan.value == pytest.approx(before)
        talk = plan.talks[0]
        pair, seat = (talk.expert_id, talk.enterprise_id), (talk.slot, talk.table_number)
        gone = cancel_talk(work=work, plan=plan, talk=talk, why="示例")
        assert gone.price > 0.5
        assert plan.value == pytest.approx(before - gone.price) == pytest.approx(value_by_checker(plan))
        back = add_talk(work=work, plan=plan, expert_id=pair[0], enterprise_id=pair[1], slot=seat[0], table=seat[1])
        assert back.price == pytest.approx(-gone.price)
        assert plan.value == pytest.approx(before)
        added = next(one for one in plan.talks if (one.expert_id, one.enterprise_id) == pair)
        assert len(added.need_ids) == 1


def test_who_does_not_fit_is_not_added(database: Database, world: World, made: Round, plan_id: int) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        stranger = made.experts[0].id, made.enterprises[2].id  # the scene leaves this pair without a suggestion
        with pytest.raises(PlanRefused) as refused:
            add_talk(work=work, plan=plan, expert_id=stranger[0], enterprise_id=stranger[1], slot=3, table=3)
        assert "meeting_no_affinity" in {one["code"] for one in refused.value.violations}
        with pytest.raises(InvalidInput):
            add_talk(work=work, plan=plan, expert_id=10**6, enterprise_id=stranger[1], slot=3, table=3)


def test_a_locked_talk_stays(database: Database, world: World, made: Round, plan_id: int) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        locked, other = [talk for talk in plan.talks if talk.slot == 0][:2]
        lock_talk(work=work, plan=plan, talk=locked, locked=True)
        lock_talk(work=work, plan=plan, talk=locked, locked=True)  # the second time nothing happens
        for act in (
            lambda: place_talk(work=work, plan=plan, talk=locked, slot=0, table=other.table_number),
            lambda: place_talk(work=work, plan=plan, talk=other, slot=0, table=locked.table_number),
            lambda: cancel_talk(work=work, plan=plan, talk=locked),
        ):
            with pytest.raises(InvalidInput):
                act()
        lock_talk(work=work, plan=plan, talk=locked, locked=False)
        place_talk(work=work, plan=plan, talk=other, slot=0, table=locked.table_number)
    with database.read() as session:
        actions = [row.action for row in session.query(Event).filter(Event.subject_kind == "talk").order_by(Event.id)]
        assert actions == ["talk.lock", "talk.lock", "talk.move"]


def test_a_published_schedule_keeps_what_was_cancelled(
    database: Database, world: World, made: Round, plan_id: int
) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        publish_other_plan(work=work, plan=plan)
        talk = plan.talks[0]
        count, version = len(plan.talks), talk.version
        cancel_talk(work=work, plan=plan, talk=talk, why="专家临时有事")
        assert (len(plan.talks), talk.state, talk.version) == (count, "cancelled", version + 1)
        with pytest.raises(NotFound):
            talk_of(plan=plan, ref=talk.ref)
        add_talk(work=work, plan=plan, expert_id=talk.expert_id, enterprise_id=talk.enterprise_id, slot=talk.slot,
                 table=talk.table_number)  # fmt: skip
        assert (len(plan.talks), talk.state) == (count, "planned")


def test_only_planners_change_and_only_what_is_alive(
    database: Database, world: World, made: Round, plan_id: int
) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        county = world.work(session, a_user(work, Role.COUNTY, "county", county_code="370902"))
        with pytest.raises(Forbidden):
            lock_talk(work=county, plan=plan, talk=plan.talks[0], locked=True)
        plan.state = "superseded"
        with pytest.raises(WrongState):
            lock_talk(work=work, plan=plan, talk=plan.talks[0], locked=True)
