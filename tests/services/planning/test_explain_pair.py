"""调整影响: the price of bringing a pair in or leaving it out, and doing it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import InvalidInput
from matchmaker.models import Expert, Organization, PlanOrder
from matchmaker.services.planning.errors import PlanRefused
from matchmaker.services.planning.explain_pair import explain_pair, follow_impact
from matchmaker.services.planning.order import NewOrder, set_order
from matchmaker.services.planning.stored import visit_rows
from matchmaker.services.work import Work
from tests.services.planning.scenes import Round, a_round, plan_of, planned, say
from tests.support.builders import an_enterprise
from tests.support.world import World


@pytest.fixture
def made(sqlite_database: Database, world: World) -> Round:
    with sqlite_database.write() as session:
        return a_round(world.work(session))


@pytest.fixture
def draft(sqlite_database: Database, world: World, made: Round) -> int:
    return planned(sqlite_database, world, made)


def pairs(work: Work, plan_id: int) -> set[tuple[int, int]]:
    return {(row.expert_id, row.enterprise_id) for row in visit_rows(work, plan_of(work, plan_id))}


def test_leaving_out_costs_what_the_plan_then_loses(
    sqlite_database: Database, world: World, made: Round, draft: int
) -> None:
    with sqlite_database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, draft)
        one, other = min(pairs(work, draft))
        expert, enterprise = session.get_one(Expert, one), session.get_one(Organization, other)
        impact = explain_pair(work=work, plan=plan, expert=expert, enterprise=enterprise)
        assert (impact.forced, impact.known) == (False, True)
        assert impact.price is not None
        assert impact.price > 0
        assert impact.price == pytest.approx(-sum(impact.parts.values()), abs=1e-6)
        assert "reason.serves" in {reason["code"] for reason in impact.reasons}
        before = plan.value
        follow_impact(work=work, plan=plan, expert=expert, enterprise=enterprise, why="试一试")
        assert plan.value == pytest.approx(before - impact.price)  # type: ignore[operator]
        assert (one, other) not in pairs(work, draft)
        order = session.scalars(select(PlanOrder)).one()
        assert (order.kind, order.why) == ("must_not", "试一试")


def test_a_pair_that_is_not_there_can_be_brought_in_and_is_locked(
    sqlite_database: Database, world: World, made: Round, draft: int
) -> None:
    with sqlite_database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, draft)
        there = pairs(work, draft)
        one, other = next(
            (expert, house) for expert in made.experts for house in made.enterprises
            if (expert.id, house.id) not in there
        )  # fmt: skip
        expert, enterprise = session.get_one(Expert, one.id), session.get_one(Organization, other.id)
        impact = explain_pair(work=work, plan=plan, expert=expert, enterprise=enterprise)
        assert impact.forced
        assert impact.price is not None
        assert impact.price >= -1e-6
        before = plan.value
        follow_impact(work=work, plan=plan, expert=expert, enterprise=enterprise)
        assert (expert.id, enterprise.id) in pairs(work, draft)
        assert plan.value == pytest.approx(before - impact.price)  # type: ignore[operator]
        assert session.scalars(select(PlanOrder)).one().kind == "must"


def test_what_is_locked_cannot_be_left_out(sqlite_database: Database, world: World, made: Round, draft: int) -> None:
    with sqlite_database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, draft)
        one, other = min(pairs(work, draft))
        expert, enterprise = session.get_one(Expert, one), session.get_one(Organization, other)
        new = NewOrder("visits", "must", expert=expert, enterprise=enterprise)
        set_order(work=work, campaign=made.campaign, new=new)
        impact = explain_pair(work=work, plan=plan, expert=expert, enterprise=enterprise)
        assert (impact.price, impact.option) == (None, None)
        assert "reason.locked" in {reason["code"] for reason in impact.reasons}
        with pytest.raises(InvalidInput):
            follow_impact(work=work, plan=plan, expert=expert, enterprise=enterprise)


def test_whom_the_round_cannot_plan_is_told_as_unknown(
    sqlite_database: Database, world: World, made: Round, draft: int
) -> None:
    with sqlite_database.write() as session:
        work = world.work(session, made.city)
        stranger = an_enterprise(world.work(session), "没有需求的示例公司")
        expert = session.get_one(Expert, made.experts[0].id)
        impact = explain_pair(work=work, plan=plan_of(work, draft), expert=expert, enterprise=stranger)
        assert (impact.known, impact.price, impact.option) == (False, None, None)


def test_a_plan_that_no_longer_fits_is_mended_first(
    sqlite_database: Database, world: World, made: Round, draft: int
) -> None:
    with sqlite_database.write() as session:
        work = world.work(session, made.city)
        one, other = min(pairs(work, draft))
        expert, enterprise = session.get_one(Expert, one), session.get_one(Organization, other)
        say(work, made, expert, "unwilling")
        with pytest.raises(PlanRefused):
            explain_pair(work=work, plan=plan_of(work, draft), expert=expert, enterprise=enterprise)
