"""Conditions of a party in a round: what is set, what is left, what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import InvalidInput
from matchmaker.models import Event
from matchmaker.services.participation import Conditions, all_conditions, conditions_of, set_conditions
from tests.services.test_campaign import a_campaign
from tests.support.builders import an_enterprise, an_expert
from tests.support.world import World

DAYS = (date(2026, 12, 8), date(2026, 12, 4), date(2026, 12, 8))


def test_only_what_is_given_changes_and_the_log_tells_just_that(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        campaign, expert = a_campaign(work), an_expert(work)
        first = Conditions(dates=DAYS, max_visits=2, invited=True, group=" 新材料组 ", leads_group=True)
        set_conditions(work=work, campaign=campaign, party=expert, conditions=first)
        set_conditions(work=work, campaign=campaign, party=expert, conditions=Conditions(max_visits=-1, max_days=3))
        set_conditions(work=work, campaign=campaign, party=expert, conditions=Conditions(max_days=3))
        row = conditions_of(work=work, campaign=campaign, party=expert)
        assert row is not None
        assert (row.dates, row.max_visits, row.max_days) == (["2026-12-04", "2026-12-08"], None, 3)
        assert (row.invited, row.group_name, row.group_leader) == (True, "新材料组", True)
    with database.read() as session:
        events = session.scalars(select(Event).where(Event.action == "participation.set").order_by(Event.id)).all()
        assert [event.after for event in events][1:] == [
            {"campaign": campaign.ref, "max_visits": None, "max_days": 3},
        ]
        assert events[1].before == {"max_visits": 2, "max_days": None}


@pytest.mark.parametrize(
    ("conditions", "field"),
    [(Conditions(max_visits=-2), "max_visits"), (Conditions(max_days=367), "max_days"),
     (Conditions(group="组" * 61), "group")],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(
    sqlite_database: Database, world: World, conditions: Conditions, field: str
) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        campaign, expert = a_campaign(work), an_expert(work)
        with pytest.raises(InvalidInput) as caught:
            set_conditions(work=work, campaign=campaign, party=expert, conditions=conditions)
        assert caught.value.params["field"] == field
        assert conditions_of(work=work, campaign=campaign, party=expert) is None


def test_the_conditions_of_a_round_are_told_apart_by_side(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        campaign, expert, enterprise = a_campaign(work), an_expert(work), an_enterprise(work)
        set_conditions(work=work, campaign=campaign, party=expert, conditions=Conditions(max_visits=2))
        set_conditions(work=work, campaign=campaign, party=enterprise, conditions=Conditions(max_per_date=1))
        found = all_conditions(work=work, campaign=campaign)
        assert {key: row.max_visits for key, row in found.experts.items()} == {expert.id: 2}
        assert {key: row.max_per_date for key, row in found.organizations.items()} == {enterprise.id: 1}


def test_a_visiting_group_takes_four_and_no_fifth(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        campaign = a_campaign(work)
        experts = [an_expert(work, f"专家{number}示例") for number in range(5)]
        together = Conditions(group="装备组")
        for expert in experts[:4]:
            set_conditions(work=work, campaign=campaign, party=expert, conditions=together)
        set_conditions(work=work, campaign=campaign, party=experts[0], conditions=together)  # is one of them already
        with pytest.raises(InvalidInput) as raised:
            set_conditions(work=work, campaign=campaign, party=experts[4], conditions=together)
        assert (raised.value.params["field"], raised.value.params["most"]) == ("group", 4)
        set_conditions(work=work, campaign=campaign, party=experts[4], conditions=Conditions(group="另一组"))
