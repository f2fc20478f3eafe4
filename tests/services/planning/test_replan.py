"""Local re-planning of a published plan: what each cause proposes, and what accepting an option changes."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Conflicting, Forbidden, InvalidInput, NotFound, WrongState
from matchmaker.models import (
    Campaign,
    Event,
    Expert,
    Job,
    Need,
    Organization,
    Plan,
    PlanOrder,
    Proposal,
    Suggestion,
    Visit,
)
from matchmaker.models.codes import NeedState, Role
from matchmaker.services.participation import Conditions, conditions_of, set_conditions
from matchmaker.services.planning.decide_proposal import accept_option, dismiss_proposal, refresh_proposal
from matchmaker.services.planning.order import NewOrder, set_order
from matchmaker.services.planning.propose_replan import (
    ask_for_replan,
    get_proposal,
    proposals_of,
    propose_replan,
    withdraw_proposals,
)
from matchmaker.services.planning.replan_cause import Cause
from matchmaker.services.planning.stored import visit_rows
from matchmaker.services.work import Work
from tests.services.planning.scenes import (
    DAYS,
    Round,
    a_round,
    accept,
    keys_of,
    plan_of,
    planned,
    proposed,
    published,
    say,
    work_out_proposal,
)
from tests.support.builders import a_need, a_user
from tests.support.world import World


@pytest.fixture
def made(database: Database, world: World) -> Round:
    with database.write() as session:
        return a_round(world.work(session))


def first_visit(work: Work, plan: Plan) -> Visit:
    return visit_rows(work, plan)[0]


def declined(work: Work, plan: Plan) -> Cause:
    return Cause("declined", visit=first_visit(work, plan), by="enterprise", why="设备检修")


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


def test_options_of_a_plan_that_has_changed_are_worked_out_anew(database: Database, world: World, made: Round) -> None:
    plan_id = published(database, world, made)

    def second(work: Work, plan: Plan) -> Cause:
        return Cause("cancelled", visit=visit_rows(work, plan)[-1], why="行程取消")

    one = proposed(database, world, made, plan_id, declined)
    two = proposed(database, world, made, plan_id, second)
    with database.write() as session:
        work = world.work(session, made.city)
        accept_option(work=work, proposal=session.get_one(Proposal, one), number=0)
        other = session.get_one(Proposal, two)
        assert (other.state, other.options) == ("waiting", [])
        with pytest.raises(WrongState):
            accept_option(work=work, proposal=other, number=0)
    work_out_proposal(database, world, two)
    with database.write() as session:
        work = world.work(session, made.city)
        other = session.get_one(Proposal, two)
        plan = plan_of(work, plan_id)
        plan.arrangements = {"pick_up": "泰安站"}
        session.flush()
        with pytest.raises(Conflicting):
            accept_option(work=work, proposal=other, number=0)
        refresh_proposal(work=work, proposal=other)
    assert work_out_proposal(database, world, two)["state"] == "open"


def test_the_same_cause_again_takes_the_place_of_the_first(database: Database, world: World, made: Round) -> None:
    plan_id = published(database, world, made)
    one = proposed(database, world, made, plan_id, declined)
    two = proposed(database, world, made, plan_id, declined)
    with database.write() as session:
        work = world.work(session, made.city)
        states = [row.state for row in proposals_of(work=work, plan=plan_of(work, plan_id))]
        assert (states, session.get_one(Proposal, one).state) == (["open", "outdated"], "outdated")
        visit = first_visit(work, plan_of(work, plan_id))
        assert withdraw_proposals(work=work, item=visit) == 1
        assert session.get_one(Proposal, two).state == "outdated"


def test_a_draft_has_nothing_to_re_plan(database: Database, world: World, made: Round) -> None:
    plan_id = planned(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        assert propose_replan(work=work, plan=plan, cause=declined(work, plan)) is None
        assert session.scalars(select(Job).where(Job.kind == "replan")).all() == []
        with pytest.raises(WrongState):
            ask_for_replan(work=work, plan=plan, cause=Cause("review"))


@pytest.mark.parametrize("cause", [Cause("rain"), Cause("declined"), Cause("party_out"), Cause("new_need")])
def test_a_cause_names_what_it_is_about(sqlite_database: Database, world: World, cause: Cause) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        made = a_round(work)
        plan = Plan(ref="0", campaign_id=made.campaign.id, name="x", kind="visits", state="published",
                    created_at=work.now(), updated_at=work.now())  # fmt: skip
        with pytest.raises(InvalidInput):
            propose_replan(work=work, plan=plan, cause=cause)


def test_dismissing_leaves_the_plan(database: Database, world: World, made: Round) -> None:
    plan_id = published(database, world, made)
    with database.read() as session:
        before = keys_of(world.work(session), plan_id)
    key = proposed(database, world, made, plan_id, declined)
    with database.write() as session:
        work = world.work(session, made.city)
        dismiss_proposal(work=work, proposal=session.get_one(Proposal, key), why="电话沟通后可按期")
        assert keys_of(work, plan_id) == before
        with pytest.raises(WrongState):
            dismiss_proposal(work=work, proposal=session.get_one(Proposal, key))
    with database.read() as session:
        event = session.scalars(select(Event).where(Event.action == "proposal.dismiss")).one()
        assert (event.why, event.actor_ref) == ("电话沟通后可按期", made.city.ref)


@pytest.mark.parametrize("role", [Role.COUNTY, Role.ENTERPRISE, Role.LIAISON, Role.AUDITOR])
def test_only_planners_of_the_round_decide(sqlite_database: Database, world: World, role: Role) -> None:
    with sqlite_database.write() as session:
        made = a_round(world.work(session))
    plan_id = published(sqlite_database, world, made)
    key = proposed(sqlite_database, world, made, plan_id, declined)
    with sqlite_database.write() as session:
        other = world.work(session, a_user(world.work(session), role, "other", county_code=None))
        proposal = session.get_one(Proposal, key)
        for act in (
            lambda: accept_option(work=other, proposal=proposal, number=0),
            lambda: dismiss_proposal(work=other, proposal=proposal),
            lambda: refresh_proposal(work=other, proposal=proposal),
            lambda: get_proposal(work=other, ref=proposal.ref),
            lambda: ask_for_replan(work=other, plan=plan_of(other, plan_id), cause=Cause("review")),
        ):
            with pytest.raises((Forbidden, NotFound)):
                act()


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
