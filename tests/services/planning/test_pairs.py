"""校企合作: enterprises and chains paired with institutions, the worst served first; changed under check, signed."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from matchmaker.database import Database
from matchmaker.errors import InvalidInput
from matchmaker.models import Classification, Pairing, Plan
from matchmaker.services.planning.errors import PlanRefused
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.pair_change import (
    lock_pairing,
    pair_with,
    part_pairing,
    row_of,
    set_school,
    sign_pairing,
    standing_pairings,
)
from matchmaker.services.planning.publish_others import publish_other_plan
from tests.services.planning.institution_scene import Hosts, hosts, worked_out
from tests.services.planning.scenes import plan_of, say
from tests.support.world import World


@pytest.fixture
def made(database: Database, world: World) -> Hosts:
    with database.write() as session:
        return hosts(world.work(session))


@pytest.fixture
def plan_id(database: Database, world: World, made: Hosts) -> int:
    return worked_out(database, world, made, "pairs")


def worth(made: Hosts, pairing: Pairing) -> float:
    return next(
        row.score + 0.5
        for row in made.suggestions
        if (row.enterprise_id, row.institution_id) == (pairing.enterprise_id, pairing.institution_id)
    )


def another(made: Hosts, plan: Plan, pairing: Pairing) -> int:
    """An institution with a place left that this pairing does not have."""
    load = Counter(one.institution_id for one in standing_pairings(plan))
    return next(row.id for row in made.institutions if row.id != pairing.institution_id and load[row.id] < 3)


def test_each_enterprise_has_a_partner_within_the_institutions_limits(
    database: Database, world: World, made: Hosts, plan_id: int
) -> None:
    with database.read() as session:
        plan = plan_of(world.work(session), plan_id)
        pairings = standing_pairings(plan)
        assert sorted(one.enterprise_id or 0 for one in pairings) == [row.id for row in made.enterprises]
        assert max(Counter(one.institution_id for one in pairings).values()) <= 3
        values = [worth(made, one) for one in pairings]
        assert plan.value == pytest.approx(sum(values))
        assert plan.report["worst"] == pytest.approx(min(values))
        # enterprise 0 is served worst whatever is done, so the floor is its best institution
        assert plan.report["worst"] == pytest.approx(0.5 + 0.4 + 0.22)


def test_who_finds_no_place_is_named(database: Database, world: World) -> None:
    with database.write() as session:
        made = hosts(world.work(session), rules={"pairs": {"max_load": 1}})
    plan_id = worked_out(database, world, made, "pairs")
    with database.read() as session:
        plan = plan_of(world.work(session), plan_id)
        served = {one.enterprise_id for one in plan.pairings}
        unserved = [one["params"]["row"] for one in plan.report["shortfalls"]]
        assert len(served) == 3
        assert {("enterprise", row.id) for row in made.enterprises if row.id not in served} == {
            (kind, key) for kind, key in unserved
        }


def test_a_whole_chain_pairs_with_a_school(database: Database, world: World, made: Hosts) -> None:
    with database.write() as session:
        for enterprise in made.enterprises[:2]:
            row = Classification(organization_id=enterprise.id, scheme="chains", code="new_materials")
            session.add(row)
    plan_id = worked_out(database, world, made, "pairs", Inputs(chains=("new_materials",)))
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        chain = next(one for one in plan.pairings if one.chain_code == "new_materials")
        assert (chain.enterprise_id, row_of(chain)) == (None, ("chain", "new_materials"))
        set_school(work=work, plan=plan, pairing=chain, school="材料学院（示例）")
        assert chain.school == "材料学院（示例）"


def test_another_institution_costs_what_the_worths_differ(
    database: Database, world: World, made: Hosts, plan_id: int
) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        pairing = standing_pairings(plan)[0]
        before, total = worth(made, pairing), plan.value
        institution = another(made, plan, pairing)
        price = pair_with(work=work, plan=plan, row=row_of(pairing), institution_id=institution, instead_of=pairing)
        assert pairing.institution_id == institution
        assert price == pytest.approx(before - worth(made, pairing))
        assert total is not None
        assert plan.value == pytest.approx(total - price)
        assert plan.report["worst"] == pytest.approx(min(worth(made, one) for one in standing_pairings(plan)))


def test_a_full_institution_takes_nobody_more(database: Database, world: World, made: Hosts, plan_id: int) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        load = Counter(one.institution_id for one in standing_pairings(plan))
        for pairing in standing_pairings(plan):  # fill one institution up
            target = made.institutions[0].id
            if load[target] < 3 and pairing.institution_id != target:
                pair_with(work=work, plan=plan, row=row_of(pairing), institution_id=target, instead_of=pairing)
                load[target] += 1
        other = next(one for one in standing_pairings(plan) if one.institution_id != target)
        with pytest.raises(PlanRefused) as refused:
            pair_with(work=work, plan=plan, row=row_of(other), institution_id=target, instead_of=other)
        assert refused.value.violations == [{"code": "pair_load.max", "params": {"column": target, "load": 4}}]


def test_a_pairing_that_is_taken_out_leaves_its_row_unserved(
    database: Database, world: World, made: Hosts, plan_id: int
) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        pairing = standing_pairings(plan)[0]
        row, value = row_of(pairing), worth(made, pairing)
        assert part_pairing(work=work, plan=plan, pairing=pairing) == pytest.approx(value)
        assert [one["params"]["row"] for one in plan.report["shortfalls"]] == [list(row)]
        assert plan.report["worst"] == 0
        with pytest.raises(PlanRefused):  # it already has one
            pair_with(work=work, plan=plan, row=row_of(standing_pairings(plan)[0]), institution_id=another(
                made, plan, standing_pairings(plan)[0]))  # fmt: skip
        pair_with(work=work, plan=plan, row=row, institution_id=made.institutions[1].id)
        assert plan.report["shortfalls"] == []


def test_a_signed_agreement_is_final(database: Database, world: World, made: Hosts, plan_id: int) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        publish_other_plan(work=work, plan=plan)
        first, second = standing_pairings(plan)[:2]
        with pytest.raises(InvalidInput):
            sign_pairing(work=work, plan=plan, pairing=first, signed_on=work.today() + timedelta(days=1), agreement="")
        sign_pairing(work=work, plan=plan, pairing=first, signed_on=date(2026, 11, 20), agreement=" 共建中试基地 ")
        assert (first.state, first.signed_on, first.agreement) == ("signed", date(2026, 11, 20), "共建中试基地")
        with pytest.raises(InvalidInput):
            part_pairing(work=work, plan=plan, pairing=first)
        lock_pairing(work=work, plan=plan, pairing=second, locked=True)
        with pytest.raises(InvalidInput):
            part_pairing(work=work, plan=plan, pairing=second)


def test_unwilling_institutions_are_not_paired(database: Database, world: World, made: Hosts) -> None:
    with database.write() as session:
        say(world.work(session), made, made.institutions[0], "unwilling")
    plan_id = worked_out(database, world, made, "pairs")
    with database.read() as session:
        found = {one.institution_id for one in plan_of(world.work(session), plan_id).pairings}
        assert found == {row.id for row in made.institutions[1:]}
