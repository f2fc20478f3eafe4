"""需求主题: alike needs in one place, in the own scope; confidential ones give no words; without a model."""

from __future__ import annotations

import pytest

from embeddings import Encoder
from matchmaker.models.codes import Confidentiality, NeedState, Role
from matchmaker.ranking.engine import Engine
from matchmaker.services.work import Work
from tests.services.conftest import engine, real_encoder  # noqa: F401  (fixtures)
from tests.support.builders import TAISHAN, XINTAI, a_need, an_enterprise, an_expert
from tests.support.search import a_search_index, encode_all
from tests.web.pages.console.conftest import Office

PAGE = "/console/themes/"
WHEAT = {
    "小麦新品种": "选育抗倒伏、抗逆的小麦新品种并合作推广。",
    "优质小麦选育": "需要优质强筋小麦种质资源，合作选育小麦新品种。",
}
PIPES = {
    "换热管结垢": "高盐废水蒸发结晶时换热管结垢严重，需要停机清洗。",
    "换热管防垢": "废水蒸发器的换热管一周就结垢，想延长周期。",
}


@pytest.mark.model
def test_themes_are_shown_in_scope(office: Office, real_encoder: Encoder, engine: Engine) -> None:  # noqa: F811
    office.person(Role.CITY)

    def seed(work: Work) -> None:
        an_expert(work, directions=["食用菌栽培"])
        here, there = an_enterprise(work, "泰山示例厂", TAISHAN), an_enterprise(work, "新泰示例厂", XINTAI)
        for title, problem in WHEAT.items():
            a_need(work, here, title, NeedState.VERIFIED, problem=problem)
        for title, problem in PIPES.items():
            a_need(work, there, title, problem=problem, confidentiality=Confidentiality.CONFIDENTIAL)

    office.do(seed)
    encode_all(office.database, office.world, real_encoder)
    index = a_search_index(office.database, real_encoder, engine=engine)
    office.app.extensions["services"].search_if_built = index
    city, county = office.city.get(PAGE).text, office.county.get(PAGE).text
    assert "2 个主题，共 4 项相近的在办需求" in city
    assert all(title in city for title in (*WHEAT, *PIPES))
    assert "<h2>小麦" in city
    assert "<h2>换热管</h2>" not in city  # the words of confidential needs name nothing: a title does
    assert all(title in county for title in WHEAT)
    assert [said for said in (*PIPES, "新泰") if said in county] == []


def test_without_a_model_the_page_tells_it(office: Office) -> None:
    index = a_search_index(office.database)
    index.encoder = None
    office.app.extensions["services"].search_if_built = index
    text = office.city.get(PAGE).text
    assert ("目前无法按含义比较" in text, "没有相近的需求" in text) == (True, False)


def test_no_themes_are_told(office: Office) -> None:
    office.app.extensions["services"].search_if_built = a_search_index(office.database)
    assert "没有相近的需求" in office.city.get(PAGE).text
