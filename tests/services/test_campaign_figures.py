"""The figures of a round: what each counts, its target, last year's value, in the caller's scope."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from matchmaker.database import Database
from matchmaker.errors import InvalidInput
from matchmaker.models import Campaign
from matchmaker.models.codes import NeedResult, NeedState, Role
from matchmaker.reference import load_scheme
from matchmaker.services.campaign import Target, close_campaign
from matchmaker.services.campaign_figures import COUNTS, HEADLINES, campaign_figures
from matchmaker.services.need import close_need
from matchmaker.services.outcome import NewOutcome, record_outcome
from matchmaker.services.pairing import NewPairing, record_pairing
from matchmaker.services.trip import NewTrip, record_trip
from matchmaker.services.visit import NewVisit, record_visit
from matchmaker.services.work import Work
from tests.services.test_campaign import a_campaign
from tests.services.test_visit import an_institution
from tests.support.builders import XINTAI, a_need, a_user, an_enterprise, an_expert
from tests.support.world import World

TODAY, YESTERDAY = date(2026, 11, 24), date(2026, 11, 23)


def values(work: Work, campaign: Campaign) -> dict[str, Any]:
    figures = campaign_figures(work=work, campaign=campaign, codes=tuple(COUNTS))
    return {figure.code: figure.value for figure in figures if figure.value}


def fill(work: Work, campaign: Campaign) -> None:
    """Two enterprises (the first in Taishan), two experts, three visits, three trips, and results of every level."""
    first, second = an_enterprise(work, "甲示例公司"), an_enterprise(work, "乙示例公司", XINTAI)
    third = an_enterprise(work, "丙示例公司", XINTAI)
    here, there, university = an_expert(work), an_expert(work, "赵示例"), an_institution(work)
    visits = [
        record_visit(work=work, campaign=campaign, new=NewVisit(expert, enterprise, day))
        for expert, enterprise, day in ((here, first, TODAY), (here, second, TODAY), (there, second, YESTERDAY))
    ]
    for day, members in (
        (TODAY, (first, second, third)),
        (TODAY, (third, second, first)),
        (YESTERDAY, (first, second)),
    ):
        record_trip(work=work, campaign=campaign, new=NewTrip(university, day, members))
    signed = record_pairing(work=work, campaign=campaign, new=NewPairing(university, TODAY, "合作", second))
    needs = [a_need(work, enterprise, state=NeedState.VERIFIED) for enterprise in (first, second)]
    levels: tuple[dict[str, Any], ...] = (
        {"level": "intent"},
        {"level": "agreement", "amount": Decimal(9)},
        {"level": "contract", "contract_kind": "service", "amount": Decimal("22.5")},
        {"level": "paid", "contract_kind": "transfer", "amount": Decimal(40), "amount_received": Decimal(10)},
    )
    for given in levels:
        record_outcome(work=work, new=NewOutcome(need=needs[0], expert=here, **given))
    record_outcome(work=work, new=NewOutcome("agreement", pairing=signed, joint_platform=True))
    record_outcome(work=work, new=NewOutcome("agreement", visit=visits[1], vice_president=True))
    close_need(work=work, need=needs[0], result=NeedResult.SOLVED)
    close_need(work=work, need=needs[1], result=NeedResult.UNSOLVED)


def test_every_figure_counts_what_it_says(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        campaign = a_campaign(work, running=True)
        fill(work, campaign)
        session.flush()
        assert values(work, campaign) == {
            "needs_collected": 2, "needs_verified": 2, "experts": 2, "enterprises_visited": 2, "visits": 3,
            "delegations": 1, "pairings": 1, "needs_solved": 1, "contracts": 2, "contract_amount_wan": Decimal("62.5"),
            "received_wan": 10, "framework_agreements": 1, "joint_platforms": 1, "technology_deputies": 1,
        }  # fmt: skip


def test_a_county_counts_what_concerns_its_enterprises(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        campaign = a_campaign(work, running=True)
        fill(work, campaign)
        own = work.as_actor(a_user(work, Role.COUNTY, "xintai", county_code=XINTAI))
        assert values(own, campaign) == {
            "needs_collected": 1, "needs_verified": 1, "experts": 2, "enterprises_visited": 1, "visits": 2,
            "delegations": 1, "pairings": 1, "joint_platforms": 1, "technology_deputies": 1,
        }  # fmt: skip


def test_the_leader_gets_eight_numbers_with_target_last_year_and_definition(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        earlier = a_campaign(work, 3, running=True)
        fill(work, earlier)
        close_campaign(work=work, campaign=earlier)
        targets = (Target("contracts", 35, "不含框架协议", last_year=99), Target("contract_amount_wan", 2000.5))
        campaign = a_campaign(work, 4, targets=targets, running=True)
        figures = {one.code: one for one in campaign_figures(work=work, campaign=campaign)}
        assert tuple(figures) == HEADLINES
        assert len(HEADLINES) == 8
        contracts, amount, experts = figures["contracts"], figures["contract_amount_wan"], figures["experts"]
        assert (contracts.value, contracts.target, contracts.last_year) == (0, 35, 2)
        assert (contracts.definition, contracts.unit) == ("不含框架协议", "items")
        assert (amount.target, amount.last_year, amount.unit) == (Decimal("2000.5"), Decimal("62.5"), "wan")
        assert (experts.target, experts.last_year, experts.definition) == (None, 2, "")


def test_last_years_value_is_the_given_one_where_that_round_is_not_here(
    sqlite_database: Database, world: World
) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        campaign = a_campaign(work, targets=(Target("visits", 120, last_year=180),))
        figures = campaign_figures(work=work, campaign=campaign, codes=("visits", "experts"))
        assert [figure.last_year for figure in figures] == [180, None]


def test_every_figure_of_the_list_is_counted_and_an_unknown_one_is_named(
    sqlite_database: Database, world: World
) -> None:
    assert set(COUNTS) == set(load_scheme("indicators").codes)
    with sqlite_database.write() as session:
        work = world.work(session)
        with pytest.raises(InvalidInput) as caught:
            campaign_figures(work=work, campaign=a_campaign(work), codes=("papers",))
        assert caught.value.params["unknown"] == "papers"
