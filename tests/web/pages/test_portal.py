"""Posting a need: three entries, what is refused and kept, drafts, hints, limits."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from matchmaker.models import Need, Organization
from matchmaker.models.codes import Confidentiality, NeedSource, NeedState, Role
from matchmaker.services import posting
from matchmaker.services.rate import Limit
from matchmaker.services.work import Work
from tests.support.builders import a_need, an_enterprise
from tests.web.pages.conftest import MOBILE, NEED, PROBLEM, field_errors, field_value, words
from tests.web.pages.console.conftest import Office


def the_need(office: Office) -> Need:
    with office.database.read() as session:
        need = session.scalars(select(Need)).one()
        _ = need.organization.name, need.classifications[:]
        return need


def count(office: Office, model: type = Need) -> int:
    with office.database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_three_entries_make_a_submitted_need_of_an_unverified_enterprise(office: Office) -> None:
    answer = office.person(None).post("/post", NEED)
    assert answer.status_code == 303
    need = the_need(office)
    assert (need.state, need.intake, need.title, need.problem, need.contact_mobile) == (
        NeedState.SUBMITTED,
        NeedSource.PORTAL,
        PROBLEM.rstrip("。"),
        PROBLEM,
        MOBILE,
    )
    assert (need.organization.name, need.organization.verified) == ("示例环保有限公司", False)
    assert need.answer_due_on is not None
    assert office.actions() == ["organization.create", "need.create", "need.submit", "need.tracking_link"]


def test_the_receipt_tells_the_promised_day_and_a_link_to_copy(office: Office) -> None:
    nobody = office.person(None)
    receipt = nobody.get(nobody.post("/post", NEED).location)
    need = the_need(office)
    link = re.search(r"http://127\.0\.0\.1:8000/n/[0-9a-f]{64}", receipt.text)
    assert link is not None
    assert "2026年12月8日" in receipt.text
    assert need.ref in receipt.text
    assert 'role="img" aria-label="查询链接二维码"' in receipt.text
    assert nobody.get(link[0].removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_everything_else_may_be_said_at_once(office: Office) -> None:
    more = {
        "title": "换热管防垢", "indicators": "运行≥30天", "goal": "少停机", "background": "酸洗过",
        "keywords": ["防垢", "蒸发"], "fields": ["environment", "materials"], "wishes": ["joint_project"],
        "cooperation_mode": "joint", "activity_kind": "applied_research", "funds_text": "80-120万元",
        "window_from": "2026-12-01", "window_to": "2027-06-30", "wanted_partners": "示例大学",
        "uscc": "91370902MA3C00000L", "county_code": "taian_gaoxin", "contact_name": "周示例",
        "contact_email": "zhou@example.com", "confidentiality": "confidential",
    }  # fmt: skip
    answer = office.person(None).post("/post", NEED | more)
    assert field_errors(answer) == {}
    need = the_need(office)
    assert (need.title, need.indicators, need.goal, need.background) == ("换热管防垢", "运行≥30天", "少停机", "酸洗过")
    assert (need.keywords, need.wishes) == (["防垢", "蒸发"], ["joint_project"])
    assert sorted(row.code for row in need.classifications) == ["environment", "materials"]
    assert (need.funds_text, need.funds_low, need.funds_high) == ("80-120万元", 80, 120)
    assert (need.window_from, need.window_to) != (None, None)
    assert need.confidentiality is Confidentiality.CONFIDENTIAL
    home = need.organization
    assert (home.uscc, home.county_code, home.zone_code) == ("91370902MA3C00000L", "370911", "taian_gaoxin")
    assert need.county_code == "370911"


def test_a_county_named_in_full_in_the_enterprises_name_gets_the_need(office: Office) -> None:
    office.person(None).post("/post", NEED | {"organization_name": "新泰市示例煤机有限公司"})
    assert the_need(office).county_code == "370982"


def test_a_known_enterprise_is_not_made_twice(office: Office) -> None:
    for _ in range(2):
        assert office.person(None).post("/post", NEED).status_code == 303
    assert (count(office), count(office, Organization)) == (2, 1)


def test_the_same_form_sent_twice_is_one_need(office: Office) -> None:
    nobody = office.person(None)
    sent = NEED | {"once": "a1b2c3"}
    first, second = nobody.post("/post", sent), nobody.post("/post", sent)
    assert first.location == second.location
    assert count(office) == 1


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"problem": " "}, {"problem": "请用一两句话说明遇到的问题。"}),
        ({"organization_name": ""}, {"organization_name": "请填写企业名称。"}),
        ({"contact_mobile": "12345"}, {"contact_mobile": "电话号码有误，请填写 11 位数字，例如 13800000000。"}),
        ({"problem": "结垢\x00"}, {"problem": "文字中含有无法保存的字符（NUL）。"}),
        ({"organization_name": "甲\x00"}, {"organization_name": "文字中含有无法保存的字符（NUL）。"}),
        ({"uscc": "123"}, {"uscc": "统一社会信用代码有误，请核对 18 位字符，或先不填。"}),
        ({"contact_email": "nobody"}, {"contact_email": "邮箱地址格式不对，请检查。"}),
        ({"window_from": "soon"}, {"window_from": "请按 2026-11-24 的格式填写日期。"}),
        ({"window_from": "2027-01-01", "window_to": "2026-01-01"}, {"window_to": "时间范围的结束早于开始。"}),
        ({"county_code": "110000"}, {"county_code": "请从列表中选择。"}),
        ({"cooperation_mode": "joint_project"}, {"cooperation_mode": "请从列表中选择。"}),
        ({"confidentiality": "secret"}, {"confidentiality": "请从列表中选择。"}),
        ({"fields": ["alchemy"]}, {"fields": "请从列表中选择。"}),
        ({"keywords": list("abcdef")}, {"keywords": "请填写 1 至 5 个关键词，每个不超过 20 个字符。"}),
    ],
)
def test_what_is_not_right_is_named_at_its_field(
    office: Office, changes: dict[str, str], errors: dict[str, str]
) -> None:
    answer = office.person(None).post("/post", NEED | changes)
    assert answer.status_code == 422
    assert field_errors(answer) == errors
    assert count(office) == 0


def test_all_errors_come_at_once_and_every_entry_stays(office: Office) -> None:
    long_text, name = "垢" * 20_001, "甲" * 201
    answer = office.person(None).post("/post", {"problem": long_text, "organization_name": name, "contact_mobile": "1"})
    assert set(field_errors(answer)) == {"problem", "organization_name", "contact_mobile"}
    assert field_value(answer, "problem") == long_text
    assert field_value(answer, "organization_name") == name
    assert field_value(answer, "contact_mobile") == "1"


def test_a_text_over_the_recommended_length_is_taken_whole(office: Office) -> None:
    text = "垢" * 2_745
    assert office.person(None).post("/post", NEED | {"problem": text}).status_code == 303
    assert the_need(office).problem == text


def test_a_credit_code_of_another_name_is_refused_with_all_entries_kept(office: Office) -> None:
    code = "91370902MA3C00000L"
    office.person(None).post("/post", NEED | {"uscc": code})
    answer = office.person(None).post("/post", NEED | {"organization_name": "另一家有限公司", "uscc": code})
    assert answer.status_code == 422
    assert set(field_errors(answer)) == {"uscc"}
    assert field_value(answer, "problem") == PROBLEM
    assert count(office) == 1


@pytest.mark.parametrize("name", ["state", "grade", "organization_id", "entered_by_id", "public_approved_at"])
def test_a_field_that_no_form_has_is_refused(office: Office, name: str) -> None:
    assert office.person(None).post("/post", NEED | {name: "1"}).status_code == 400
    assert count(office) == 0


def test_a_post_without_the_form_token_changes_nothing(office: Office) -> None:
    answer = office.person(None).post("/post", NEED, token=False)
    assert answer.status_code == 400
    assert "页面打开时间过长" in answer.text
    assert count(office) == 0


def test_one_network_cannot_fill_the_queue_and_loses_no_entry(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "PER_NETWORK", Limit("posting.network", 1, 3600))
    assert office.person(None).post("/post", NEED).status_code == 303
    answer = office.person(None).post("/post", NEED)
    assert answer.status_code == 429
    assert field_value(answer, "problem") == PROBLEM
    assert "3600" in words(answer) or "秒" in words(answer)
    assert count(office) == 1


def test_a_draft_of_somebody_without_an_account_has_a_link(office: Office) -> None:
    nobody = office.person(None)
    answer = nobody.post("/post", NEED | {"act": "keep", "contact_mobile": ""})
    assert re.fullmatch(r"/n/[0-9a-f]{64}", answer.location)
    assert the_need(office).state is NeedState.DRAFT
    assert "这是草稿" in nobody.get(answer.location).text


def test_writing_of_an_enterprise_is_kept_and_posted_as_one_need(office: Office) -> None:
    enterprise = office.person(Role.ENTERPRISE)
    assert enterprise.post("/post/draft", {"problem": ""}).json == {"draft": ""}
    first = enterprise.post("/post/draft", {"problem": "换热管结", "contact_mobile": "138"})
    ref = first.json["draft"]
    kept = enterprise.post("/post/draft", NEED | {"draft": ref, "organization_name": "别人的公司"})
    assert kept.json == {"draft": ref}
    need = the_need(office)
    assert (need.state, need.problem, need.organization.name) == (NeedState.DRAFT, PROBLEM, "enterprise的单位")
    assert enterprise.post("/post", NEED | {"draft": ref}).status_code == 303
    assert (count(office), the_need(office).state) == (1, NeedState.SUBMITTED)


def test_drafts_are_kept_for_enterprises_with_an_account_only(office: Office) -> None:
    assert office.person(None).post("/post/draft", NEED).status_code == 401
    assert office.person(Role.AUDITOR).post("/post/draft", NEED).status_code == 403
    assert count(office) == 0


def test_nobody_goes_on_with_the_draft_of_another(office: Office) -> None:
    ref = office.person(Role.ENTERPRISE, "a").post("/post/draft", NEED).json["draft"]
    other = office.person(Role.ENTERPRISE, "b").post("/post/draft", NEED | {"problem": "覆盖", "draft": ref})
    assert other.json["draft"] != ref
    with office.database.read() as session:
        assert session.scalars(select(Need.problem).where(Need.ref == ref)).one() == PROBLEM


def test_hints_follow_what_was_written(office: Office) -> None:
    nobody = office.person(None)
    empty = nobody.post("/post/hints", {"problem": ""})
    assert "data-done" not in empty.text
    full = nobody.post("/post/hints", NEED | {"funds_text": "面议", "window_to": "2027-01-01", "background": "酸洗"})
    assert full.text.count("data-done") == 6
    assert "产品宣传" in nobody.post("/post/hints", {"problem": "我厂主营产品质优价廉，欢迎来电咨询"}).text


def test_the_form_knows_a_signed_in_enterprise(office: Office) -> None:
    page = office.person(Role.ENTERPRISE, mobile="13900000000").get("/post")
    assert field_value(page, "organization_name") == "enterprise的单位"
    assert field_value(page, "contact_mobile") == "13900000000"
    assert 'data-autosave="/post/draft"' in page.text


def test_an_officer_is_led_to_the_form_for_calls(office: Office) -> None:
    assert office.city.get("/post").location == "/console/intake"


@pytest.mark.parametrize("path", ["https://match.example.cn/n/abc123", "/n/abc123/", "abc123"])
def test_a_pasted_link_leads_to_the_need(office: Office, path: str) -> None:
    assert office.person(None).post("/track", {"link": path}).location == "/n/abc123"


def test_what_is_no_link_is_told(office: Office) -> None:
    answer = office.person(None).post("/track", {"link": "我的需求?"})
    assert (answer.status_code, field_value(answer, "link")) == (422, "我的需求?")


def test_a_writer_is_told_of_a_published_need_that_says_the_same_and_may_post_all_the_same(office: Office) -> None:
    text = "高盐废水蒸发结晶时换热管结垢严重，每7天就要停机清洗一次，希望连续运行30天。"

    def publish(work: Work) -> None:
        need = a_need(work, an_enterprise(work, "对方有限公司"), "内部标题", NeedState.PUBLISHED, problem=text)
        need.public_title, need.public_text, need.public_approved_at = "换热管防垢（公开）", text, work.now()

    office.do(publish)
    hints = office.person(None).post("/post/hints", {"problem": text}).text
    assert "换热管防垢（公开）" in hints
    assert "内部标题" not in hints
    assert "对方有限公司" not in hints
    assert "换热管防垢" not in office.person(None).post("/post/hints", {"problem": "激光焊接变形"}).text
