"""Publish, supersede, copy: only what the checker passes counts, and one plan at a time."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Forbidden, WrongState
from matchmaker.models import Event, Expert, Invitation, Plan, Proposal, Visit
from matchmaker.models.codes import NeedResult, Role
from matchmaker.services.need import close_need
from matchmaker.services.planning.ask_plan import ask_for_plan, discard_draft
from matchmaker.services.planning.edit_visits import cancel_visit, move_visit, places_for
from matchmaker.services.planning.errors import AlreadyPublished, PlanRefused
from matchmaker.services.planning.publish_plan import copy_plan, publish_plan
from matchmaker.services.planning.replan_cause import Cause
from matchmaker.services.planning.store_visits import key_of_row
from matchmaker.services.planning.stored import visit_rows
from tests.services.planning.scenes import Round, a_round, plan_of, planned, proposed, published, say
from tests.support.builders import a_user
from tests.support.world import World


@pytest.fixture
def made(database: Database, world: World) -> Round:
    with database.write() as session:
        return a_round(world.work(session))


def test_a_published_plan_is_the_only_one(database: Database, world: World, made: Round) -> None:
    other = planned(database, world, made)
    plan_id = published(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        assert (plan.state, plan.published_at, plan.report["violations"]) == ("published", work.now(), [])
        with pytest.raises(AlreadyPublished):
            publish_plan(work=work, plan=plan_of(work, other))
        with pytest.raises(AlreadyPublished):
            ask_for_plan(work=work, campaign=made.campaign, kind="visits")
        with pytest.raises(WrongState):
            publish_plan(work=work, plan=plan)


def test_what_changed_since_it_was_worked_out_is_named_and_nothing_is_published(
    database: Database, world: World, made: Round
) -> None:
    plan_id = planned(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        visit = visit_rows(work, plan_of(work, plan_id))[0]
        say(work, made, session.get_one(Expert, visit.expert_id), "unwilling")
        need = next(need for need in made.needs if need.id not in visit.need_ids)
        close_need(work=work, need=session.get_one(type(need), need.id), result=NeedResult.SOLVED, note="已自行解决")
    with database.write() as session:
        work = world.work(session, made.city)
        with pytest.raises(PlanRefused) as refused:
            publish_plan(work=work, plan=plan_of(work, plan_id))
        codes = {one["code"] for one in refused.value.violations}
        assert "outdated.visit" in codes
        assert codes <= {"outdated.visit", "outdated.need"}
        assert plan_of(work, plan_id).state == "draft"


def test_a_draft_whose_day_is_over_is_not_published(database: Database, world: World, made: Round) -> None:
    plan_id = planned(database, world, made)
    world.clock.advance(days=3)
    with database.write() as session:
        work = world.work(session, made.city)
        with pytest.raises(PlanRefused) as refused:
            publish_plan(work=work, plan=plan_of(work, plan_id))
        assert "outdated.day" in {one["code"] for one in refused.value.violations}


def test_the_new_plan_keeps_what_both_have_with_its_answers(database: Database, world: World, made: Round) -> None:
    plan_id = published(database, world, made)
    key = proposed(database, world, made, plan_id, lambda work, plan: Cause("review"))
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        now = work.now()
        session.add(Invitation(ref="1234567890", campaign_id=plan.campaign_id, plan_id=plan.id, purpose="visit",
                               expert_id=made.experts[0].id, state="sent", created_at=now, updated_at=now))  # fmt: skip
        draft = copy_plan(work=work, plan=plan)
        first, second = visit_rows(work, draft)[:2]
        cancel_visit(work=work, plan=draft, visit=first)
        day = next(place.on_date for place in places_for(work=work, plan=draft, visit=second)[0] if place.free)
        move_visit(work=work, plan=draft, visit=second, on_date=day)
        wanted = {key_of_row(row) for row in visit_rows(work, draft)}
        kept = {row.ref for row in visit_rows(work, plan) if key_of_row(row) in wanted}
        draft_id = draft.id
    with database.write() as session:
        work = world.work(session, made.city)
        publish_plan(work=work, plan=plan_of(work, draft_id), instead=True)
    with database.read() as session:
        work = world.work(session)
        plan, former = plan_of(work, draft_id), plan_of(work, plan_id)
        assert (plan.state, plan.supersedes_id, former.state) == ("published", former.id, "superseded")
        assert {key_of_row(row) for row in visit_rows(work, plan)} == wanted
        assert kept <= {row.ref for row in visit_rows(work, plan)}
        gone = session.scalars(select(Visit).where(Visit.plan_id == plan_id)).all()
        assert {(row.state, row.cancelled_why) for row in gone} == {("cancelled", "superseded")}
        assert session.scalars(select(Invitation.plan_id)).all() == [draft_id]
        assert session.get_one(Proposal, key).state == "outdated"
        event = session.scalars(select(Event).where(Event.action == "plan.supersede")).one()
        assert event.after["kept"] == len(kept)


def test_a_copy_is_a_draft_of_its_own(database: Database, world: World, made: Round) -> None:
    plan_id = published(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        draft = copy_plan(work=work, plan=plan, name="备选")
        assert (draft.name, draft.state, draft.value) == ("备选", "draft", plan.value)
        assert {key_of_row(row) for row in visit_rows(work, draft)} == {
            key_of_row(row) for row in visit_rows(work, plan)
        }
        discard_draft(work=work, plan=draft, why="不用了")
        assert (draft.state, plan.state) == ("discarded", "published")


@pytest.mark.parametrize("role", [Role.COUNTY, Role.AUDITOR, Role.LIAISON])
def test_only_planners_publish(database: Database, world: World, made: Round, role: Role) -> None:
    plan_id = planned(database, world, made)
    with database.write() as session:
        work = world.work(session, a_user(world.work(session), role, "other"))
        with pytest.raises(Forbidden):
            publish_plan(work=work, plan=session.get_one(Plan, plan_id))
        with pytest.raises(Forbidden):
            copy_plan(work=work, plan=session.get_one(Plan, plan_id))
