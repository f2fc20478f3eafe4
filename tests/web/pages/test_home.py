"""The landing page: the round that collects, announced figures, nothing counted for strangers."""

from __future__ import annotations

from datetime import UTC, date, datetime

from matchmaker.models import Campaign
from matchmaker.models.codes import NeedState
from matchmaker.services.campaign import NewCampaign, Target, create_campaign, open_campaign
from matchmaker.services.collection import NewCollectionRound, add_collection_round
from matchmaker.services.work import Work
from tests.support.builders import a_need, an_enterprise
from tests.web.pages.conftest import words
from tests.web.pages.console.conftest import Office


def a_round(work: Work) -> Campaign:
    targets = (Target("visits", 130, last_year=118), Target("needs_collected", 300))
    new = NewCampaign(
        4,
        "第四届双百行动（示例）",
        "百名专家泰安行",
        "百家企业进院所",
        date(2026, 9, 1),
        date(2027, 6, 30),
        targets=targets,
    )
    campaign = create_campaign(work=work, new=new)
    opens, closes = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 15, tzinfo=UTC)
    add_collection_round(work=work, campaign=campaign, new=NewCollectionRound("第一批", opens, closes))
    return open_campaign(work=work, campaign=campaign)


def test_without_a_round_the_page_asks_for_needs_all_the_same(office: Office) -> None:
    page = office.person(None).get("/")
    assert page.status_code == 200
    assert 'action="/post"' in page.text
    assert "hero-figures" not in page.text


def test_the_running_round_tells_its_names_deadline_and_announced_figures(office: Office) -> None:
    office.do(a_round)
    text = words(office.person(None).get("/"))
    for said in ("第四届双百行动（示例）", "12月15日", "百家企业进院所", "118"):
        assert said in text
    assert "300" not in text


def test_no_need_leaves_a_trace_on_the_page(office: Office) -> None:
    before = office.person(None).get("/").text
    office.do(
        lambda work: a_need(work, an_enterprise(work), "绝密配方", NeedState.VERIFIED, confidentiality="confidential")
    )
    after = office.person(None).get("/").text
    assert "绝密配方" not in after
    assert len(before) == len(after)


def test_the_page_speaks_english_on_demand(office: Office) -> None:
    assert "Post a technical need" in office.person(None).get("/?lang=en").text
