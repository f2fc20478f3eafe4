"""A published meeting after somebody says no: who meets instead, and the talks after an option was accepted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaker.database import Database
from matchmaker.models import Expert, Plan, PlanOrder
from matchmaker.services.planning.access import CANCELLED
from matchmaker.services.planning.local.standing import figures_of
from matchmaker.services.planning.meeting_change import lock_talk, standing_talks
from matchmaker.services.planning.propose_replan import proposals_of
from matchmaker.services.planning.replan_cause import Cause
from matchmaker.services.work import Work
from tests.services.planning.local.scenes import accepted, options_of, proposed, published_meeting
from tests.services.planning.scenes import Round, a_round, plan_of
from tests.support.world import World

Seats = dict[tuple[int, int], tuple[int, int]]


@pytest.fixture
def made(database: Database, world: World) -> Round:
    with database.write() as session:
        return a_round(world.work(session), experts=4, enterprises=5)


@pytest.fixture
def plan_id(database: Database, world: World, made: Round) -> int:
    return published_meeting(database, world, made)


def talks(database: Database, plan_id: int) -> Seats:
    with database.read() as session:
        return {(one.expert_id, one.enterprise_id): (one.slot, one.table_number)
                for one in standing_talks(session.get_one(Plan, plan_id))}  # fmt: skip


def a_talk_is_declined(work: Work, plan: Plan) -> Cause:
    return Cause("declined", item=standing_talks(plan)[0], by="expert", why="同类企业的顾问")


def an_expert_is_away(work: Work, plan: Plan) -> Cause:
    expert = work.session.get_one(Expert, standing_talks(plan)[0].expert_id)
    return Cause("party_out", party=expert)


def test_two_who_do_not_meet_leave_a_place_and_the_others_keep_theirs(
    database: Database, world: World, made: Round, plan_id: int
) -> None:
    before = talks(database, plan_id)
    key = proposed(database, world, made, plan_id, a_talk_is_declined)
    first = options_of(database, world, key)[0]
    assert [one["lost"] for one in first["remove"]].count(True) == 1
    accepted(database, world, made, key)
    after = talks(database, plan_id)
    moved = {(one["expert"], one["enterprise"]) for one in (*first["remove"], *first["add"])}
    assert {pair: seat for pair, seat in before.items() if pair not in moved} == {
        pair: seat for pair, seat in after.items() if pair not in moved
    }
    with database.read() as session:
        plan = session.get_one(Plan, plan_id)
        value, violations, _ = figures_of(plan)
        assert (list(violations), plan.value) == ([], pytest.approx(value))
        order = session.query(PlanOrder).one()
        assert (order.plan_kind, order.kind) == ("meetings", "must_not")
        assert (order.expert_id, order.enterprise_id) not in after
        assert len([talk for talk in plan.talks if talk.state == CANCELLED]) == len(before.keys() - after.keys())


def test_who_is_away_meets_nobody_and_locked_talks_of_others_stay(
    database: Database, world: World, made: Round, plan_id: int
) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        away = standing_talks(plan)[0].expert_id
        kept = next(talk for talk in standing_talks(plan) if talk.expert_id != away)
        lock_talk(work=work, plan=plan, talk=kept, locked=True)
        pair, slot = (kept.expert_id, kept.enterprise_id), kept.slot
    key = proposed(database, world, made, plan_id, an_expert_is_away)
    for option in options_of(database, world, key):
        assert pair not in {(one["expert"], one["enterprise"]) for one in (*option["remove"], *option["add"])}
    accepted(database, world, made, key)
    after = talks(database, plan_id)
    assert away not in {expert for expert, _ in after}
    assert after[pair][0] == slot


def test_another_day_is_no_day_of_the_meeting(database: Database, world: World, made: Round, plan_id: int) -> None:
    def later(work: Work, plan: Plan) -> Cause:
        cause = a_talk_is_declined(work, plan)
        return replace(cause, code="another_date", dates=(made.campaign.ends_on,))

    with database.read() as session:
        expert = standing_talks(session.get_one(Plan, plan_id))[0].expert_id
    accepted(database, world, made, proposed(database, world, made, plan_id, later))
    assert expert not in {one for one, _ in talks(database, plan_id)}


def test_a_change_by_hand_lets_the_options_be_worked_out_again(
    database: Database, world: World, made: Round, plan_id: int
) -> None:
    proposed(database, world, made, plan_id, a_talk_is_declined)
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        lock_talk(work=work, plan=plan, talk=standing_talks(plan)[-1], locked=True)
        assert [row.state for row in proposals_of(work=work, plan=plan)] == ["waiting"]
