"""Proposals of a re-plan: which are worked out, which are outdated, who decides on them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Conflicting, Forbidden, InvalidInput, NotFound, WrongState
from matchmaker.models import (
    Event,
    Job,
    Plan,
    Proposal,
)
from matchmaker.models.codes import Role
from matchmaker.services.planning.decide_proposal import accept_option, dismiss_proposal, refresh_proposal
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
from tests.services.planning.replan.scene import declined, first_visit
from tests.services.planning.scenes import (
    Round,
    a_round,
    keys_of,
    plan_of,
    planned,
    proposed,
    published,
    work_out_proposal,
)
from tests.support.builders import a_user
from tests.support.world import World


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
