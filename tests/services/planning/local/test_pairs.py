"""Published pairings after one does not come about: who pairs instead, and the rows after an option was accepted."""

from __future__ import annotations

from datetime import date

import pytest

from matchmaker.database import Database
from matchmaker.models import Organization, Plan, PlanOrder
from matchmaker.services.planning.local.standing import figures_of
from matchmaker.services.planning.pair_change import row_of, sign_pairing, standing_pairings
from matchmaker.services.planning.replan_cause import Cause
from matchmaker.services.work import Work
from tests.services.planning.institution_scene import Hosts, hosts
from tests.services.planning.local.scenes import accepted, options_of, proposed, published_pairs
from tests.services.planning.scenes import plan_of
from tests.support.world import World


@pytest.fixture
def made(database: Database, world: World) -> Hosts:
    with database.write() as session:
        return hosts(world.work(session))


@pytest.fixture
def plan_id(database: Database, world: World, made: Hosts) -> int:
    return published_pairs(database, world, made)


def pairs(database: Database, plan_id: int) -> set[tuple[object, int]]:
    with database.read() as session:
        return {(row_of(one), one.institution_id) for one in standing_pairings(session.get_one(Plan, plan_id))}


def a_pairing_fails(work: Work, plan: Plan) -> Cause:
    return Cause("declined", item=standing_pairings(plan)[0], by="institution", why="研究方向已调整")


def test_another_institution_takes_the_place(database: Database, world: World, made: Hosts, plan_id: int) -> None:
    before = pairs(database, plan_id)
    key = proposed(database, world, made, plan_id, a_pairing_fails)
    first = options_of(database, world, key)[0]
    assert [one["lost"] for one in first["remove"]].count(True) == 1
    assert first["moved"] <= 1
    accepted(database, world, made, key)
    after = pairs(database, plan_id)
    removed = {(tuple(one["row"]), one["institution"]) for one in first["remove"]}
    added = {(tuple(one["row"]), one["institution"]) for one in first["add"]}
    assert (before - after, after - before) == (removed, added)
    with database.read() as session:
        plan = session.get_one(Plan, plan_id)
        value, violations, figures = figures_of(plan)
        assert (list(violations), plan.value, plan.report["worst"]) == ([], pytest.approx(value), figures["worst"])
        assert session.query(PlanOrder).one().kind == "must_not"


def test_what_is_signed_stays(database: Database, world: World, made: Hosts, plan_id: int) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        signed = standing_pairings(plan)[1]
        sign_pairing(work=work, plan=plan, pairing=signed, signed_on=date(2026, 11, 24), agreement="共建实验室")
        mine = row_of(signed), signed.institution_id

    def host_is_out(work: Work, plan: Plan) -> Cause:
        return Cause("party_out", party=work.session.get_one(Organization, mine[1]))

    accepted(database, world, made, proposed(database, world, made, plan_id, host_is_out))
    after = pairs(database, plan_id)
    assert mine in after
    assert {row for row, institution in after if institution == mine[1]} == {mine[0]}


def test_a_minimum_gives_way_before_nothing_is_proposed(database: Database, world: World) -> None:
    with database.write() as session:
        made = hosts(
            world.work(session), enterprises=2, institutions=1, rules={"pairs": {"min_load": 2, "max_load": 3}}
        )
    plan_id = published_pairs(database, world, made)
    key = proposed(database, world, made, plan_id, a_pairing_fails)
    options = options_of(database, world, key)
    assert [(len(one["remove"]), len(one["add"]), one["last_resort"]) for one in options] == [(1, 0, True)]
    accepted(database, world, made, key)
    assert len(pairs(database, plan_id)) == 1
