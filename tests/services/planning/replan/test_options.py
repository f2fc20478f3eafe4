"""Local re-planning of a published plan: what each cause proposes, and what accepting an option changes."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.models import (
    Campaign,
    Expert,
    Need,
    Organization,
    Plan,
    PlanOrder,
    Proposal,
    Suggestion,
    Visit,
)
from matchmaker.models.codes import NeedState
from matchmaker.services.participation import Conditions, conditions_of, set_conditions
from matchmaker.services.planning.decide_proposal import accept_option
from matchmaker.services.planning.order import NewOrder, set_order
from matchmaker.services.planning.replan_cause import Cause
from matchmaker.services.planning.stored import visit_rows
from matchmaker.services.work import Work
from tests.services.planning.replan.scene import declined, first_visit
from tests.services.planning.scenes import (
    DAYS,
    Round,
    accept,
    keys_of,
    plan_of,
    proposed,
    published,
    say,
)
from tests.support.builders import a_need
from tests.support.world import World


def test_a_declined_visit_is_replaced_and_never_comes_back(database: Database, world: World, made: Round) -> None:
    plan_id = published(database, world, made)
    with database.read() as session:
        before = keys_of(world.work(session), plan_id)
    key = proposed(database, world, made, plan_id, declined)
    with database.write() as session:
        work = world.work(session, made.city)
        proposal = session.get_one(Proposal, key)
        assert (proposal.state, proposal.cause["why"]) == ("open", "设备检修")
        assert keys_of(work, plan_id) == before  # nothing moves by itself
        refused = proposal.options[0]["remove"][0]
        assert refused["lost"] is True
        worths = [option["worth"] for option in proposal.options]
        assert worths == sorted(worths, reverse=True)
        accept_option(work=work, proposal=proposal, number=0)
        gone = session.scalars(select(Visit).where(Visit.ref == refused["visit"])).one()
        assert (gone.state, gone.cancelled_why) == ("cancelled", "设备检修")
        after = keys_of(work, plan_id)
        assert {(row.expert_id, row.enterprise_id) for row in visit_rows(work, plan_of(work, plan_id))}.isdisjoint(
            {(gone.expert_id, gone.enterprise_id)}
        )
        assert len(before - after) == len(proposal.options[0]["remove"])
        order = session.scalars(select(PlanOrder)).one()
        assert (order.kind, order.expert_id, order.enterprise_id) == ("must_not", gone.expert_id, gone.enterprise_id)
        assert (proposal.state, proposal.chosen, proposal.decided_by_id) == ("accepted", 0, made.city.user_id)
        plan = plan_of(work, plan_id)
        assert plan.value == pytest.approx(proposal.options[0]["value"])
        assert plan.report["changes"] == 2  # published, then changed


def test_other_days_that_are_offered_are_options(database: Database, world: World, made: Round) -> None:
    plan_id = published(database, world, made)

    def cause(work: Work, plan: Plan) -> Cause:
        visit = first_visit(work, plan)
        expert = next(one for one in made.experts if one.id == visit.expert_id)
        session_expert = work.session.get_one(Expert, expert.id)
        set_conditions(work=work, campaign=work.session.get_one(Campaign, made.campaign.id),
                       party=session_expert, conditions=Conditions(dates=(visit.on_date, DAYS[3])))  # fmt: skip
        return Cause("another_date", visit=visit, by="expert", dates=(DAYS[4],))

    key = proposed(database, world, made, plan_id, cause)
    with database.write() as session:
        work = world.work(session, made.city)
        proposal = session.get_one(Proposal, key)
        ref = proposal.cause["visit"]
        number, option = next((n, one) for n, one in enumerate(proposal.options) if one["code"] == "to_date")
        assert option["day"] == DAYS[4].isoformat()
        assert "without" in {one["code"] for one in proposal.options}
        old = session.scalars(select(Visit).where(Visit.ref == ref)).one()
        accept_option(work=work, proposal=proposal, number=number)
        there = {(row.expert_id, row.enterprise_id): row.on_date for row in visit_rows(work, plan_of(work, plan_id))}
        assert there[old.expert_id, old.enterprise_id] == DAYS[4]
        expert = next(one for one in made.experts if one.id == old.expert_id)
        conditions = conditions_of(work=work, campaign=made.campaign, party=expert)
        assert conditions is not None
        assert DAYS[4].isoformat() in conditions.dates  # the day that was taken stays a day of theirs


def test_who_is_out_makes_no_visits(database: Database, world: World, made: Round) -> None:
    plan_id = published(database, world, made)
    with database.write() as session:
        expert_id = first_visit(world.work(session), plan_of(world.work(session), plan_id)).expert_id
        expert = session.get_one(Expert, expert_id)
        say(world.work(session, made.city), made, expert, "unwilling")
    key = proposed(
        database,
        world,
        made,
        plan_id,
        lambda work, plan: Cause("party_out", party=work.session.get_one(Expert, expert_id)),
    )
    with database.write() as session:
        work = world.work(session, made.city)
        proposal = session.get_one(Proposal, key)
        accept_option(work=work, proposal=proposal, number=0)
        assert expert_id not in {row.expert_id for row in visit_rows(work, plan_of(work, plan_id))}
        assert plan_of(work, plan_id).report["violations"] == []


def test_a_lock_gives_way_to_life_and_is_gone_afterwards(database: Database, world: World, made: Round) -> None:
    plan_id = published(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        visit = first_visit(work, plan_of(work, plan_id))
        expert = next(one for one in made.experts if one.id == visit.expert_id)
        enterprise = next(one for one in made.enterprises if one.id == visit.enterprise_id)
        new = NewOrder("visits", "must", expert=expert, enterprise=enterprise, on_date=visit.on_date)
        set_order(work=work, campaign=session.get_one(Campaign, made.campaign.id), new=new)
        session.flush()
        assert visit.locked
    key = proposed(database, world, made, plan_id, declined)
    with database.write() as session:
        proposal = session.get_one(Proposal, key)
        accept_option(work=world.work(session, made.city), proposal=proposal, number=0)
        assert [order.kind for order in session.scalars(select(PlanOrder))] == ["must_not"]


def test_a_need_that_comes_late_is_served_without_moving_others(database: Database, world: World, made: Round) -> None:
    plan_id = published(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        before = keys_of(work, plan_id)
        enterprise = session.get_one(Organization, made.enterprises[0].id)
        need = a_need(work, enterprise, "新来的需求示例", NeedState.VERIFIED)
        accept(work, need, session.get_one(Expert, made.experts[2].id), score=0.9)
        need_id = need.id
    key = proposed(
        database, world, made, plan_id, lambda work, plan: Cause("new_need", need=work.session.get_one(Need, need_id))
    )
    with database.write() as session:
        work = world.work(session, made.city)
        proposal = session.get_one(Proposal, key)
        accept_option(work=work, proposal=proposal, number=0)
        rows = visit_rows(work, plan_of(work, plan_id))
        assert need_id in {need for row in rows for need in row.need_ids}
        assert len(before - keys_of(work, plan_id)) <= 1


def test_what_was_promised_keeps_its_worth_when_its_suggestion_is_gone(
    database: Database, world: World, made: Round
) -> None:
    plan_id = published(database, world, made)
    with database.write() as session:
        for suggestion in made.suggestions:
            session.delete(session.get_one(Suggestion, suggestion.id))
    key = proposed(database, world, made, plan_id, lambda work, plan: Cause("review"))
    with database.read() as session:
        option = session.get_one(Proposal, key).options[0]
        assert (option["remove"], option["add"], option["price"]) == ([], [], pytest.approx(0.0))


def test_days_that_are_over_are_left_in_peace(database: Database, world: World, made: Round) -> None:
    plan_id = published(database, world, made)
    world.clock.advance(days=2)  # 26 November: the first two days are over
    key = proposed(database, world, made, plan_id, lambda work, plan: Cause("review"))
    with database.read() as session:
        work = world.work(session)
        over = {row.ref for row in visit_rows(work, plan_of(work, plan_id)) if row.on_date <= date(2026, 11, 26)}
        proposal = session.get_one(Proposal, key)
        assert over
        assert proposal.state == "open"
        assert over.isdisjoint({one["visit"] for option in proposal.options for one in option["remove"]})
