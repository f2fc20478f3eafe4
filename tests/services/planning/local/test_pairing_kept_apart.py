"""Who took "without it" for a pairing is not offered the same pair again by the next plan."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.models import Pairing, Plan, PlanOrder, Proposal
from matchmaker.services.planning.decide_proposal import accept_option
from matchmaker.services.planning.pair_change import standing_pairings
from matchmaker.services.planning.propose_replan import propose_replan
from matchmaker.services.planning.replan_cause import Cause
from matchmaker.services.planning.run_replan import ReplanRun
from tests.services.planning.institution_scene import hosts, worked_out
from tests.services.planning.local.scenes import published_pairs
from tests.services.planning.scenes import plan_of
from tests.support.world import World


@pytest.mark.parametrize(("code", "by"), [
    ("another_school", "institution"), ("declined", "institution"), ("declined", "enterprise"), ("cancelled", ""),
])  # fmt: skip
def test_a_pair_that_was_taken_apart_is_not_paired_again(
    sqlite_database: Database, world: World, code: str, by: str
) -> None:
    with sqlite_database.write() as session:
        made = hosts(world.work(session))
    plan_id = published_pairs(sqlite_database, world, made)
    with sqlite_database.write() as session:
        work = world.work(session, made.city)
        pairing: Pairing = standing_pairings(plan_of(work, plan_id))[0]
        pair = pairing.enterprise_id, pairing.institution_id
        cause = Cause(code, item=pairing, by=by, why="方向不符", school="材料学院" if code == "another_school" else "")
        key = propose_replan(work=work, plan=plan_of(work, plan_id), cause=cause).id
    ReplanRun(database=sqlite_database, work_of=world.work, proposal_id=key, seconds=None).run()
    with sqlite_database.write() as session:
        work = world.work(session, made.city)
        proposal = session.get_one(Proposal, key)
        number = next(n for n, one in enumerate(proposal.options) if one["code"] == "without")
        accept_option(work=work, proposal=proposal, number=number)
        order = session.scalars(select(PlanOrder)).one()
        assert (order.plan_kind, order.kind, order.enterprise_id, order.institution_id, order.why) == (
            "pairs", "must_not", *pair, "方向不符",
        )  # fmt: skip
    with sqlite_database.write() as session:
        session.get_one(Plan, plan_id).state = "superseded"
    again = worked_out(sqlite_database, world, made, "pairs")
    with sqlite_database.read() as session:
        plan = plan_of(world.work(session, made.city), again)
        assert pair not in {(one.enterprise_id, one.institution_id) for one in standing_pairings(plan)}
