"""Published trips, pairings and meetings, and proposals about them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from matchmaker.database import Database
from matchmaker.models import Plan, Proposal
from matchmaker.services.planning.decide_proposal import accept_option
from matchmaker.services.planning.propose_replan import propose_replan
from matchmaker.services.planning.publish_others import publish_other_plan
from matchmaker.services.planning.replan_cause import Cause
from matchmaker.services.planning.run_replan import ReplanRun
from matchmaker.services.work import Work
from tests.services.planning.institution_scene import Hosts, worked_out
from tests.services.planning.meeting_scene import met
from tests.services.planning.scenes import Round, plan_of
from tests.support.world import World

Asked = Callable[[Work, Plan], Cause]


def published_trips(database: Database, world: World, made: Hosts) -> int:
    return _published(database, world, made, worked_out(database, world, made, "trips"))


def published_pairs(database: Database, world: World, made: Hosts) -> int:
    return _published(database, world, made, worked_out(database, world, made, "pairs"))


def published_meeting(database: Database, world: World, made: Round) -> int:
    return _published(database, world, made, met(database, world, made))


def proposed(database: Database, world: World, made: Round, plan_id: int, asked: Asked) -> int:
    """A proposal with its options worked out; its key."""
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        proposal = propose_replan(work=work, plan=plan, cause=asked(work, plan))
        assert proposal is not None
        key = proposal.id
    ReplanRun(database=database, work_of=partial(world.work), proposal_id=key, seconds=None).run()
    return key


def options_of(database: Database, world: World, proposal_id: int) -> list[dict[str, Any]]:
    with database.read() as session:
        proposal = session.get_one(Proposal, proposal_id)
        assert (proposal.state, proposal.problem) == ("open", {})
        return list(proposal.options)


def accepted(database: Database, world: World, made: Round, proposal_id: int, number: int = 0) -> None:
    with database.write() as session:
        proposal = session.get_one(Proposal, proposal_id)
        accept_option(work=world.work(session, made.city), proposal=proposal, number=number)


def _published(database: Database, world: World, made: Round, plan_id: int) -> int:
    with database.write() as session:
        work = world.work(session, made.city)
        publish_other_plan(work=work, plan=plan_of(work, plan_id))
    return plan_id
