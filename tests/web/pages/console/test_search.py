"""Search across the registers: words and meaning, in scope, and honest where meaning is missing."""

from __future__ import annotations

import re

import pytest

from matchmaker.models.codes import Role
from tests.support.search import a_search_index, encode_all
from tests.web.pages.console.conftest import Office
from tests.web.pages.console.seeds import City, seed_city

SEARCH = "/console/search/"


@pytest.fixture
def city(office: Office) -> City:
    seeded = seed_city(office)
    encode_all(office.database, office.world)
    office.app.extensions["services"].search_if_built = a_search_index(office.database)
    return seeded


def found(page: str) -> list[str]:
    return re.findall(r'class="card-link" href="[^"]*">(.*?)</a>', page)


def test_records_are_found_and_their_words_marked(office: Office, city: City) -> None:
    page = office.county.get(f"{SEARCH}?q=换热管").text
    assert {"换热管防垢", "林示例"} <= set(found(page))
    assert "<mark>换热管</mark>" in page


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("expert", "林示例"), ("need", "换热管防垢"), ("achievement", "晶种法防垢蒸发技术"), ("organization", None)],
)
def test_kinds_narrow_the_search(office: Office, city: City, kind: str, expected: str | None) -> None:
    names = found(office.county.get(f"{SEARCH}?q=换热管 防垢&kind={kind}").text)
    assert expected is None or expected in names
    assert (kind == "organization") == (names == [])


def test_organizations_are_found_by_name(office: Office, city: City) -> None:
    assert found(office.county.get(f"{SEARCH}?q=澄源").text)[0] == "泰安澄源环保科技有限公司（示例）"
    assert "新泰岩通矿山工程有限公司（示例）" not in found(office.county.get(f"{SEARCH}?q=岩通").text)


def test_another_county_s_need_is_never_found(office: Office, city: City) -> None:
    assert "硬岩巷道快速掘进" in found(office.city.get(f"{SEARCH}?q=硬岩巷道").text)
    assert "硬岩巷道快速掘进" not in office.county.get(f"{SEARCH}?q=硬岩巷道").text.replace('value="硬岩巷道"', "")


def test_of_a_confidential_need_only_the_title_is_shown(office: Office, city: City) -> None:
    page = office.county.get(f"{SEARCH}?q=保密的工艺改进需求").text
    assert "保密的工艺改进需求" in found(page)
    assert "保密需求的内容请到需求页面查看。" in page
    assert "保密的工艺改进需求的主要难题说明" not in page
    assert office.actions().count("need.read_confidential") == 0


def test_a_liaison_finds_no_needs(office: Office, city: City) -> None:
    assert "换热管防垢" not in found(office.person(Role.LIAISON).get(f"{SEARCH}?q=换热管").text)


def test_without_the_model_words_still_answer_and_the_page_says_so(office: Office, city: City) -> None:
    index = a_search_index(office.database)
    index.encoder, index.problem = None, "no model"
    office.app.extensions["services"].search_if_built = index
    page = office.county.get(f"{SEARCH}?q=换热管").text
    assert "换热管防垢" in found(page)
    assert "语义搜索暂不可用" in page


def test_an_empty_question_asks_for_one(office: Office, city: City) -> None:
    for query in ("", "?q=%20"):
        page = office.county.get(f"{SEARCH}{query}").text
        assert ("想找什么？" in page, found(page)) == (True, [])


def test_it_is_for_the_console_s_people(office: Office) -> None:
    assert office.person(Role.ENTERPRISE).get(f"{SEARCH}?q=x").status_code == 403
