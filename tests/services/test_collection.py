"""Collection rounds: when they are open, their county targets, and that a deadline may be put off."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Forbidden, InvalidInput, WrongState
from matchmaker.models import Campaign, Event
from matchmaker.models.codes import Role
from matchmaker.reference.errors import UnknownCode
from matchmaker.services.campaign import close_campaign
from matchmaker.services.collection import (
    NewCollectionRound,
    add_collection_round,
    county_targets,
    edit_collection_round,
    open_collection,
)
from matchmaker.services.work import Work
from tests.services.test_campaign import a_campaign
from tests.support.builders import TAISHAN, XINTAI, a_user
from tests.support.world import START, World

DAY = timedelta(days=1)


def a_collection(work: Work, campaign: Campaign, first: datetime = START, days: int = 10, **targets: int):
    wanted = {code.removeprefix("c"): count for code, count in targets.items()}
    new = NewCollectionRound(name="第一批", opens_at=first, closes_at=first + days * DAY, targets=wanted)
    return add_collection_round(work=work, campaign=campaign, new=new)


def test_needs_are_collected_from_the_opening_until_before_the_end(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        campaign = a_campaign(work)
        first = a_collection(work, campaign, START, 10)
        second = a_collection(work, campaign, START + 5 * DAY, 3)
        found = {}
        for day in (-1, 0, 5, 8, 10):
            world.clock.now = START + day * DAY
            found[day] = open_collection(work=work, campaign=campaign)
        assert found == {-1: None, 0: first, 5: second, 8: first, 10: None}


def test_targets_of_several_collections_add_up(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        campaign = a_campaign(work)
        assert county_targets(work=work, campaign=campaign) == {}
        a_collection(work, campaign, c370902=8, c370982=16)
        a_collection(work, campaign, c370902=2)
        a_collection(work, a_campaign(work, 5), c370902=50)
        assert county_targets(work=work, campaign=campaign) == {TAISHAN: 10, XINTAI: 16}


def test_a_deadline_is_put_off_and_targets_are_replaced_with_a_trace(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        campaign = a_campaign(work)
        collection = a_collection(work, campaign, c370902=8, c370982=16)
        later = START + 20 * DAY
        edit_collection_round(work=work, collection=collection, closes_at=later, targets={XINTAI: 18, "370911": 5})
        edit_collection_round(work=work, collection=collection, closes_at=later)
    with database.read() as session:
        assert county_targets(work=world.work(session), campaign=campaign) == {XINTAI: 18, "370911": 5}
        event = session.scalars(select(Event).where(Event.action == "campaign.collect_edit")).one()
        assert event.subject_ref == campaign.ref
        assert event.before["targets"] == {TAISHAN: 8, XINTAI: 16}
        assert (event.after["closes_at"], event.after["targets"]) == (later.isoformat(), {XINTAI: 18, "370911": 5})


def test_what_cannot_be_collected_is_refused(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        campaign = a_campaign(work, running=True)
        with pytest.raises(InvalidInput, match="closes before it opens"):
            a_collection(work, campaign, days=0)
        with pytest.raises(InvalidInput, match="not to the whole city"):
            a_collection(work, campaign, c370900=100)
        with pytest.raises(InvalidInput, match="negative"):
            a_collection(work, campaign, c370902=-1)
        with pytest.raises(UnknownCode):
            a_collection(work, campaign, c110000=1)
        county = work.as_actor(a_user(work, Role.COUNTY, "xintai", county_code=XINTAI))
        with pytest.raises(Forbidden):
            a_collection(county, campaign)
        close_campaign(work=work, campaign=campaign)
        with pytest.raises(WrongState):
            a_collection(work, campaign)
