"""专家缺口: who is missing, in the own scope; confidential needs give no words; the workbook; without a model."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from matchmaker.models import Need, NeedAssessment
from matchmaker.models.codes import Confidentiality, Grade, NeedState, Role
from matchmaker.services.work import Work
from tests.support.builders import TAISHAN, XINTAI, a_need, a_suggestion, an_enterprise, an_expert
from tests.support.search import a_search_index, encode_all
from tests.web.pages.console.conftest import Office

PAGE = "/console/coverage/"


def assessed(work: Work, need: Need, run_id: int, grade: Grade, code: str, *terms: str) -> None:
    reasons = [{"code": code, "terms": list(terms)}]
    row = NeedAssessment(need_id=need.id, run_id=run_id, grade=grade, reasons=reasons, hints=[], assessed_at=work.now())
    work.session.add(row)


@pytest.fixture
def seeded(office: Office) -> Office:
    office.person(Role.CITY)

    def seed(work: Work) -> None:
        here, there = an_enterprise(work, "泰山示例厂", TAISHAN), an_enterprise(work, "新泰示例厂", XINTAI)
        served = a_need(work, here, "已有对象的需求", NeedState.VERIFIED)
        run_id = a_suggestion(work, served, an_expert(work)).run_id
        first = a_need(work, here, "射频识别抗干扰", NeedState.VERIFIED)
        far = a_need(work, there, "硬岩巷道快速掘进", NeedState.VERIFIED)
        secret = a_need(work, there, "新泰的保密需求", NeedState.VERIFIED, confidentiality=Confidentiality.CONFIDENTIAL)
        vague = a_need(work, here, "提升技术", NeedState.VERIFIED)
        assessed(work, first, run_id, Grade.NONE, "not_covered", "电子标签")
        assessed(work, far, run_id, Grade.WEAK, "only_weak", "掘进机")
        assessed(work, secret, run_id, Grade.NONE, "not_covered", "绝密催化剂")
        assessed(work, vague, run_id, Grade.NONE, "too_vague")

    office.do(seed)
    encode_all(office.database, office.world)
    office.app.extensions["services"].search_if_built = a_search_index(office.database)
    return office


def test_the_page_names_subjects_what_nobody_names_and_what_says_too_little(seeded: Office) -> None:
    text = seeded.city.get(PAGE).text
    for said in (
        "该邀请哪些专家",
        "5 项需求中，有 4 项",
        "射频识别抗干扰",
        "电子标签",
        "硬岩巷道快速掘进",
        "表述不清的需求",
        "提升技术",
    ):
        assert said in text
    assert ("已有对象的需求" in text, text.count("库内无人研究")) == (False, 2)


def test_a_confidential_need_gives_no_words(seeded: Office) -> None:
    text = seeded.city.get(PAGE).text
    content = seeded.city.post(f"{PAGE}export").data
    cells = [str(cell) for row in load_workbook(io.BytesIO(content)).active.values for cell in row]
    assert ("绝密催化剂" in text, any("绝密催化剂" in cell for cell in cells)) == (False, False)


def test_a_county_sees_its_own(seeded: Office) -> None:
    text = seeded.county.get(PAGE).text
    assert ("射频识别抗干扰" in text, "新泰" in text, "硬岩" in text, "3 项需求中，有 2 项" in text) == (
        True,
        False,
        False,
        True,
    )
    rows = list(load_workbook(io.BytesIO(seeded.county.post(f"{PAGE}export").data)).active.values)
    assert [row[3] for row in rows[1:] if any(row)] == ["射频识别抗干扰", "提升技术"]
    assert seeded.actions()[-1] == "coverage.export"


def test_without_a_model_each_need_stands_alone_and_the_page_tells_it(seeded: Office) -> None:
    seeded.app.extensions["services"].search.encoder = None
    text = seeded.city.get(PAGE).text
    assert ("目前无法按含义比较" in text, "射频识别抗干扰" in text) == (True, True)


def test_nothing_missing_is_told(office: Office) -> None:
    office.app.extensions["services"].search_if_built = a_search_index(office.database)
    text = office.city.get(PAGE).text
    assert ("每项需求都有合适对象" in text, "下载 Excel" in text) == (True, False)
