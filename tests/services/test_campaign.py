"""Campaigns: who may manage them, their life, their targets, and which one runs."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Conflicting, Forbidden, InvalidInput, NotFound, WrongState
from matchmaker.models import Campaign, Event, Need
from matchmaker.models.codes import Role
from matchmaker.reference import load_scheme
from matchmaker.reference.errors import UnknownCode
from matchmaker.services.campaign import (
    TRANSITIONS,
    NewCampaign,
    Target,
    close_campaign,
    create_campaign,
    current_campaign,
    edit_campaign,
    get_campaign,
    list_campaigns,
    open_campaign,
    previous_campaign,
    reopen_campaign,
)
from matchmaker.services.work import Work
from tests.support.builders import TAISHAN, XINTAI, a_need, a_user, an_enterprise
from tests.support.world import World


def new(number: int = 4, **values: object) -> NewCampaign:
    names = {"name": f"第{number}届", "visits_name": "百名专家泰安行", "delegations_name": "百家企业院校行"}
    dates = {"starts_on": date(2026, 3, 1), "ends_on": date(2027, 3, 31)}
    return NewCampaign(number=number, **names | dates | values)  # type: ignore[arg-type]


def a_campaign(work: Work, number: int = 4, *, running: bool = False, **values: object) -> Campaign:
    campaign = create_campaign(work=work, new=new(number, **values))
    return open_campaign(work=work, campaign=campaign) if running else campaign


def test_a_round_is_planned_runs_and_ends_and_new_needs_belong_to_it_only_meanwhile(
    database: Database, world: World
) -> None:
    with database.write() as session:
        work = world.work(session)
        campaign = a_campaign(work)
        enterprise = an_enterprise(work)
        before = a_need(work, enterprise, "早于本届")
        open_campaign(work=work, campaign=campaign)
        during = a_need(work, enterprise, "本届之内")
        close_campaign(work=work, campaign=campaign, note="全部办结")
        after = a_need(work, enterprise, "本届之后")
        assert [need.campaign_id for need in (before, during, after)] == [None, campaign.id, None]
    with database.read() as session:
        events = session.scalars(select(Event).where(Event.subject_ref == campaign.ref).order_by(Event.id)).all()
        assert [(event.action, event.after.get("state"), event.why) for event in events] == [
            ("campaign.create", None, ""),
            ("campaign.open", "running", ""),
            ("campaign.close", "closed", "全部办结"),
        ]
        assert session.scalars(select(Need).where(Need.campaign_id == campaign.id)).one().title == "本届之内"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "长" * 121}, "name"),
        ({"visits_name": ""}, "visits_name"),
        ({"ends_on": date(2026, 2, 28)}, "ends_on"),
        ({"number": 3}, "number"),
        ({"targets": (Target("visits", 1), Target("visits", 2))}, "targets"),
        ({"targets": (Target("visits", -1),)}, "targets"),
    ],
)
def test_what_cannot_be_a_round_is_named(
    sqlite_database: Database, world: World, values: dict[str, object], field: str
) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        a_campaign(work, 3)
        with pytest.raises(InvalidInput) as caught:
            create_campaign(work=work, new=new(**{"number": 4} | values))  # type: ignore[arg-type]
    assert caught.value.params["field"] == field


def test_a_target_is_a_figure_of_the_list(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session, pytest.raises(UnknownCode, match="needs_collected"):
        create_campaign(work=world.work(session), new=new(targets=(Target("papers", 9),)))


def test_a_county_may_number_and_run_its_own_rounds(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        city = a_campaign(work, 4, running=True)
        own = work.as_actor(a_user(work, Role.COUNTY, "xintai", county_code=XINTAI))
        local = a_campaign(own, 4, county_code=XINTAI, running=True)
        assert current_campaign(work=own) == city
        assert current_campaign(work=own, county_code=XINTAI) == local
        assert current_campaign(work=own, county_code=TAISHAN) is None
        assert [one.id for one in list_campaigns(work=own)] == [city.id, local.id]


@pytest.mark.parametrize("role", [Role.COUNTY, Role.ENTERPRISE, Role.LIAISON, Role.AUDITOR])
def test_only_the_city_manages_rounds_of_the_city(sqlite_database: Database, world: World, role: Role) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        campaign = a_campaign(work)
        other = work.as_actor(a_user(work, role, "other", county_code=XINTAI if role is Role.COUNTY else None))
        with pytest.raises(Forbidden):
            create_campaign(work=other, new=new(5))
        with pytest.raises(Forbidden):
            open_campaign(work=other, campaign=campaign)
        with pytest.raises(Forbidden):
            edit_campaign(work=other, campaign=campaign, values={"name": "改名"})
        if role is Role.COUNTY:
            with pytest.raises(Forbidden):
                create_campaign(work=other, new=new(5, county_code=TAISHAN))


def test_two_rounds_of_one_place_do_not_run_at_once(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        first = a_campaign(work, 3, running=True)
        second = a_campaign(work, 4)
        with pytest.raises(InvalidInput) as caught:
            open_campaign(work=work, campaign=second)
        assert caught.value.params["name"] == "第3届"
        close_campaign(work=work, campaign=first)
        open_campaign(work=work, campaign=second)
        with pytest.raises(InvalidInput, match="still running"):
            reopen_campaign(work=work, campaign=first, why="补录")


def test_a_closed_round_is_changed_only_after_it_was_reopened(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        campaign = a_campaign(work, running=True)
        close_campaign(work=work, campaign=campaign)
        with pytest.raises(WrongState):
            edit_campaign(work=work, campaign=campaign, values={"name": "改名"})
        with pytest.raises(InvalidInput):
            reopen_campaign(work=work, campaign=campaign, why=" ")
        reopen_campaign(work=work, campaign=campaign, why="补录一项")
        with pytest.raises(WrongState):
            reopen_campaign(work=work, campaign=campaign, why="再来")
        assert edit_campaign(work=work, campaign=campaign, values={"name": "改名"}).name == "改名"


def test_an_edit_is_traced_and_the_second_of_two_is_refused(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        campaign = a_campaign(work, targets=(Target("visits", 100, "一日一家计一次"),))
        seen = campaign.version
        targets = (Target("visits", 120, "一日一家计一次", last_year=28),)
        edit_campaign(work=work, campaign=campaign, values={"ends_on": date(2027, 4, 1)}, targets=targets, version=seen)
        session.flush()
        with pytest.raises(Conflicting):
            edit_campaign(work=work, campaign=campaign, values={"name": "晚了一步"}, version=seen)
        with pytest.raises(InvalidInput):
            edit_campaign(work=work, campaign=campaign, values={"number": 9})
    with database.read() as session:
        stored = session.scalars(select(Campaign)).one()
        assert (stored.ends_on, stored.targets) == (
            date(2027, 4, 1),
            [{"code": "visits", "target": 120, "definition": "一日一家计一次", "last_year": 28}],
        )
        event = session.scalars(select(Event).where(Event.action == "campaign.edit")).one()
        assert (event.before["ends_on"], event.after["ends_on"]) == ("2027-03-31", "2027-04-01")


def test_the_round_before_is_the_next_lower_number_of_the_same_place(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        first, local = a_campaign(work, 1), a_campaign(work, 3, county_code=XINTAI)
        last = a_campaign(work, 4)
        assert previous_campaign(work=work, campaign=last) == first
        assert previous_campaign(work=work, campaign=local) is None
        assert get_campaign(work=work, ref=last.ref) == last
        with pytest.raises(NotFound):
            get_campaign(work=work, ref="NOSUCHREF0")


def test_every_state_has_its_label() -> None:
    assert set(load_scheme("campaign_states").codes) == set(TRANSITIONS)
