"""What waits of the campaign: re-plans for those who manage the plan, until they are decided."""

from __future__ import annotations

from matchmaker.database import Database
from matchmaker.models import Plan, Proposal
from matchmaker.models.codes import Role
from matchmaker.services.planning.decide_proposal import dismiss_proposal
from matchmaker.services.planning.propose_replan import propose_replan
from matchmaker.services.planning.publish_plan import publish_plan
from matchmaker.services.planning.replan_cause import REVIEW, Cause
from matchmaker.services.today import Waiting, waiting_today
from matchmaker.services.work import Work
from tests.services.planning.scenes import a_round, planned
from tests.support.builders import TAISHAN, a_user
from tests.support.world import World


def proposals(work: Work) -> list[Waiting]:
    return [entry for entry in waiting_today(work=work) if entry.kind == "proposals"]


def test_a_re_plan_waits_for_the_planners_until_it_is_decided(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        made = a_round(world.work(session))
    plan_id = planned(sqlite_database, world, made, rounds=5)
    with sqlite_database.write() as session:
        work = world.work(session)
        plan = publish_plan(work=work, plan=session.get_one(Plan, plan_id))
        assert proposals(work.as_actor(made.city)) == []
        proposal = propose_replan(work=work, plan=plan, cause=Cause(REVIEW))
        assert isinstance(proposal, Proposal)
        assert proposals(work.as_actor(made.city)) == [Waiting("proposals", 1, ref=plan.ref)]
        county = a_user(work, Role.COUNTY, "officer", county_code=TAISHAN)
        assert proposals(work.as_actor(county)) == []  # the city's round
        dismiss_proposal(work=work.as_actor(made.city), proposal=proposal)
        assert proposals(work.as_actor(made.city)) == []
