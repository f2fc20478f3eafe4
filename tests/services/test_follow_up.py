"""Follow-up tasks: whose they are, when they are overdue, who sees and who ends them."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Forbidden, InvalidInput, NotFound, WrongState
from matchmaker.models import Event, FollowUp, User
from matchmaker.models.codes import NeedState, Role
from matchmaker.services.follow_up import (
    FollowUpFilter,
    NewFollowUp,
    add_follow_up,
    edit_follow_up,
    finish_follow_up,
    follow_ups_query,
    get_follow_up,
    reopen_follow_up,
)
from matchmaker.services.visit import NewVisit, record_visit
from matchmaker.services.work import Actor, Work
from tests.services.test_campaign import a_campaign
from tests.support.builders import TAISHAN, XINTAI, a_need, a_user, an_enterprise, an_expert
from tests.support.world import World

TODAY = date(2026, 11, 24)


def a_task(work: Work, text: str = "回访", **values: object) -> FollowUp:
    if "visit" not in values and "need" not in values:
        values["need"] = a_need(work, an_enterprise(work), state=NeedState.VERIFIED)
    return add_follow_up(work=work, new=NewFollowUp(text=text, **values))  # type: ignore[arg-type]


def titles(work: Work, **where: object) -> list[str]:
    query = follow_ups_query(work=work, where=FollowUpFilter(**where))  # type: ignore[arg-type]
    return [task.text for task in work.session.scalars(query)]


def test_the_most_urgent_open_tasks_come_first(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        a_task(work, "无期限")
        a_task(work, "下月", due_on=date(2026, 12, 24))
        a_task(work, "昨天", due_on=date(2026, 11, 23))
        a_task(work, "今天", due_on=TODAY)
        done = a_task(work, "做完了", due_on=date(2026, 11, 1))
        finish_follow_up(work=work, task=done, note="电话里说清了")
        assert titles(work) == ["做完了", "昨天", "今天", "下月", "无期限"]
        assert titles(work, open_only=True) == ["昨天", "今天", "下月", "无期限"]
        assert titles(work, overdue=True) == ["昨天"]
        assert titles(work, need_id=done.need_id) == ["做完了"]
    with database.read() as session:
        event = session.scalars(select(Event).where(Event.action == "follow_up.finish")).one()
        assert (event.after, event.why, event.county_code) == ({"done_on": "2026-11-24"}, "电话里说清了", TAISHAN)


def test_a_task_is_seen_by_its_owner_its_county_and_whoever_sees_all(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        here, there = an_enterprise(work, "甲示例公司"), an_enterprise(work, "乙示例公司", XINTAI)
        owner = a_user(work, Role.LIAISON, "owner")
        visit = record_visit(work=work, campaign=a_campaign(work), new=NewVisit(an_expert(work), there, TODAY))
        a_task(work, "甲的需求", need=a_need(work, here, state=NeedState.VERIFIED))
        a_task(
            work,
            "乙的需求",
            need=a_need(work, there, state=NeedState.VERIFIED),
            owner=session.get_one(User, owner.user_id),
        )
        a_task(work, "乙的入企", visit=visit)
        actors = {
            "city": a_user(work, Role.CITY, "city"),
            "auditor": a_user(work, Role.AUDITOR, "auditor"),
            "xintai": a_user(work, Role.COUNTY, "xintai", county_code=XINTAI),
            "owner": owner,
            "enterprise": a_user(work, Role.ENTERPRISE, "enterprise", organization_id=here.id),
            "client": Actor("client", "c", "c", scopes=frozenset({"needs:read"})),
        }
        seen = {name: set(titles(work.as_actor(actor))) for name, actor in actors.items()}
        everything = {"甲的需求", "乙的需求", "乙的入企"}
        assert seen == {
            "city": everything, "auditor": everything, "xintai": {"乙的需求", "乙的入企"}, "owner": {"乙的需求"},
            "enterprise": set(), "client": set(),
        }  # fmt: skip
        mine = session.scalars(follow_ups_query(work=work.as_actor(owner), where=FollowUpFilter())).one()
        assert get_follow_up(work=work.as_actor(owner), ref=mine.ref) == mine
        with pytest.raises(NotFound):
            get_follow_up(work=work.as_actor(actors["enterprise"]), ref=mine.ref)


def test_the_owner_ends_a_task_and_an_organizer_takes_it_up_again(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        owner, other = a_user(work, Role.LIAISON, "owner"), a_user(work, Role.LIAISON, "other")
        task = a_task(work, owner=session.get_one(User, owner.user_id))
        with pytest.raises(Forbidden):
            finish_follow_up(work=work.as_actor(other), task=task)
        assert finish_follow_up(work=work.as_actor(owner), task=task).done_on == TODAY
        with pytest.raises(WrongState):
            finish_follow_up(work=work, task=task)
        with pytest.raises(WrongState):
            edit_follow_up(work=work, task=task, values={"text": "改"})
        assert reopen_follow_up(work=work, task=task, why="没办完").done_on is None


def test_an_open_task_is_changed_with_a_trace(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        task = a_task(work, due_on=TODAY)
        edit_follow_up(work=work, task=task, values={"text": " 回访两次 ", "due_on": date(2026, 12, 1)})
        with pytest.raises(InvalidInput):
            edit_follow_up(work=work, task=task, values={"done_on": TODAY})
    with database.read() as session:
        event = session.scalars(select(Event).where(Event.action == "follow_up.edit")).one()
        assert (event.before, event.after) == (
            {"text": "回访", "due_on": "2026-11-24"}, {"text": "回访两次", "due_on": "2026-12-01"},
        )  # fmt: skip


@pytest.mark.parametrize("text", ["", "  ", "长" * 2001])
def test_a_task_says_what_has_to_be_done(sqlite_database: Database, world: World, text: str) -> None:
    with sqlite_database.write() as session, pytest.raises(InvalidInput):
        a_task(world.work(session), text)


def test_a_task_belongs_to_a_need_or_a_visit(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session, pytest.raises(InvalidInput, match="which need or visit"):
        a_task(world.work(session), need=None)
