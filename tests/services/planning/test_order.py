"""Locks of a round: set, replaced, dropped, shown at the visits of every draft."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Forbidden, InvalidInput, NotFound
from matchmaker.models import Event, Expert, Organization, PlanOrder
from matchmaker.models.codes import Role
from matchmaker.services.planning.order import NewOrder, drop_order, get_order, orders_of, set_order
from matchmaker.services.planning.stored import visit_rows
from tests.services.planning.scenes import DAYS, Round, a_round, plan_of, planned
from tests.support.builders import a_user
from tests.support.world import World


@pytest.fixture
def made(database: Database, world: World) -> Round:
    with database.write() as session:
        return a_round(world.work(session))


def test_an_order_takes_the_place_of_the_one_before_and_marks_its_visits(
    database: Database, world: World, made: Round
) -> None:
    key = planned(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        visit = visit_rows(work, plan_of(work, key))[0]
        expert = session.get_one(Expert, visit.expert_id)
        enterprise = session.get_one(Organization, visit.enterprise_id)

        def order(**values: object) -> PlanOrder:
            new = NewOrder("visits", "must", expert=expert, enterprise=enterprise, **values)  # type: ignore[arg-type]
            return set_order(work=work, campaign=made.campaign, new=new)

        other = next(day for day in DAYS if day != visit.on_date)
        order(on_date=other)
        assert not visit.locked  # locked to another day
        order(on_date=visit.on_date)
        assert visit.locked
        last = order(why="县里要求")
        assert visit.locked
        assert [row.id for row in orders_of(work=work, campaign=made.campaign, plan_kind="visits")] == [last.id]
        drop_order(work=work, order=get_order(work=work, ref=last.ref), why="撤回")
        assert not visit.locked
        with pytest.raises(NotFound):
            get_order(work=work, ref=last.ref)
    with database.read() as session:
        actions = session.scalars(select(Event.action).where(Event.subject_kind == "plan_order")).all()
        assert actions == ["plan_order.set"] * 3 + ["plan_order.drop"]


@pytest.mark.parametrize(
    "wrong",
    [
        NewOrder("picnics", "must"),
        NewOrder("visits", "perhaps"),
        NewOrder("visits", "must"),
        NewOrder("visits", "must", chain_code="a", enterprise=Organization()),
    ],
)
def test_an_order_is_about_two_parties_of_a_known_kind(
    sqlite_database: Database, world: World, wrong: NewOrder
) -> None:
    with sqlite_database.write() as session:
        made = a_round(world.work(session))
        with pytest.raises(InvalidInput):
            set_order(work=world.work(session, made.city), campaign=made.campaign, new=wrong)


def test_who_must_not_meet_must_not_on_any_day(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        made = a_round(world.work(session))
        new = NewOrder("visits", "must_not", expert=made.experts[0], enterprise=made.enterprises[0], on_date=DAYS[0])
        with pytest.raises(InvalidInput):
            set_order(work=world.work(session, made.city), campaign=made.campaign, new=new)


@pytest.mark.parametrize("role", [Role.COUNTY, Role.LIAISON, Role.AUDITOR])
def test_only_planners_order(sqlite_database: Database, world: World, role: Role) -> None:
    with sqlite_database.write() as session:
        made = a_round(world.work(session))
        work = world.work(session, a_user(world.work(session), role, "other"))
        new = NewOrder("visits", "must", expert=made.experts[0], enterprise=made.enterprises[0])
        with pytest.raises(Forbidden):
            set_order(work=work, campaign=made.campaign, new=new)
        with pytest.raises(Forbidden):
            orders_of(work=work, campaign=made.campaign, plan_kind="visits")
