"""Rows of needs as typed drafts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from matchmaker.identity import content_key
from matchmaker.interchange import NeedRow, Parsed, read_file
from matchmaker.interchange.messages import Message, message
from matchmaker.interchange.reading.table import Skipped
from matchmaker.interchange.rows.need import LONGEST_TITLE, made_title
from tests.interchange.workbooks import xlsx


def parsed(*records: dict[str, Any], header: list[str] | None = None) -> Parsed:
    """The records (header -> cell) as a file of needs."""
    headers = header or list(dict.fromkeys(key for record in records for key in record))
    rows = [headers, *([record.get(key) for key in headers] for record in records)]
    return read_file("needs", xlsx({"表": rows}), "a.xlsx")


def only(record: dict[str, Any]) -> NeedRow:
    row = parsed(record).rows[0]
    assert isinstance(row, NeedRow)
    return row


def warned(row: NeedRow) -> list[tuple[str, Message]]:
    return [(warning.field, warning.message) for warning in row.warnings]


FULL = {
    "需求编号": "N-7",
    "序号": 3,
    "企业名称": "示例锻造 有限公司",
    "统一社会信用代码": "91110000600037341L",
    "所属县市区": "泰安高新",
    "技术需求名称": "锻造炉余热\n回收",
    "主要技术问题": "排烟温度高",
    "关键技术及指标": "≤150℃",
    "预期目标": "节气15%",
    "现有工作基础": "有换热器",
    "关键词": "余热；除尘",
    "技术领域": "资源与环境、汽车",
    "产业链": "新材料",
    "拟投入资金（元）": 800000,
    "合作方式": "委托研发",
    "活动类型": "应用研究",
    "开始时间": "2026.3",
    "结束时间": "2027.2",
    "意向合作单位": "示例大学",
    "联系人": "王五（总工）",
    "联系电话": 13812345678,
    "电子邮箱": "a@b.cn",
    "是否公开": "是",
    "需求来源": "走访",
    "地址": "泰安市岱岳区",
    "备注": "急",
    "审核意见": "同意",
}


def test_a_full_row_becomes_typed_values():
    row = only(FULL)
    assert (row.external_id, row.ordinal, row.title) == ("N-7", "3", "锻造炉余热 回收")
    assert (row.problem, row.indicators, row.goal, row.background) == ("排烟温度高", "≤150℃", "节气15%", "有换热器")
    assert row.text == "排烟温度高\n≤150℃\n节气15%\n有换热器"
    assert row.keywords == ("余热", "除尘")
    assert [(value.scheme, value.code) for value in row.fields] == [("fields_form12", "environment")]
    assert [value.code for value in row.chains] == ["new_materials", "auto"]
    assert (row.funds.low, row.funds.text) == (80, "800000元")
    assert (row.mode.code, row.activity_kind.code) == ("commissioned", "applied_research")
    assert (row.window.start, row.window.end, row.window.text) == (
        date(2026, 3, 1),
        date(2027, 2, 28),
        "2026.3 - 2027.2",
    )
    assert (row.wanted_partners, row.note) == ("示例大学", "急")
    assert (row.confidentiality.code, row.intake.code) == ("public", "visit")
    assert row.organization.name == "示例锻造有限公司"
    assert (row.organization.uscc, row.organization.address) == ("91110000600037341L", "泰安市岱岳区")
    assert (row.organization.place.county, row.organization.place.zone) == ("370911", "taian_gaoxin")
    assert (row.contact.name, row.contact.role, row.contact.emails) == ("王五", "总工", ("a@b.cn",))
    assert [phone.number for phone in row.contact.phones] == ["+8613812345678"]
    assert row.contact == row.organization.contact
    assert row.extra == {"审核意见": "同意"}
    assert row.original["title"] == "锻造炉余热\n回收"
    assert row.original["funds"] == "800000"
    assert row.content_key == content_key(row.title, row.text)
    assert warned(row) == [("fields", message("field.chain", text="汽车"))]


def test_a_title_without_a_text_is_taken_with_a_warning():
    assert warned(only({"企业名称": "甲", "需求名称": "除渣"})) == [("problem", message("text.missing"))]


def test_a_text_without_a_title_gives_the_title():
    row = only({"企业名称": "甲", "需求名称": "无", "需求内容": "一、问题：锌锅底渣多，捞渣停机。第二句"})
    assert row.title == "锌锅底渣多，捞渣停机"
    assert warned(row) == [("title", message("title.from_text"))]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("1、寻求新方法；降低成本", "寻求新方法"),
        ("（1）拟解决的问题\n大型烟气", "拟解决的问题"),
        ("长" * 60, "长" * 39 + "…"),
        ("。", "。"),
    ],
)
def test_titles_made_of_texts(text: str, title: str):
    assert made_title(text) == title


def test_rows_without_title_and_text_are_skipped():
    result = parsed({"企业名称": "甲", "需求名称": "除渣"}, {"企业名称": "乙"}, {"企业名称": "丙", "需求名称": "/"})
    assert result.skipped == (Skipped(3, message("row.empty")), Skipped(4, message("row.empty")))


def test_a_title_that_is_too_long_is_shortened_and_kept_in_the_text():
    title = "锌" * (LONGEST_TITLE + 1)
    row = only({"企业名称": "甲", "需求名称": title, "需求内容": "除渣"})
    assert row.title == "锌" * (LONGEST_TITLE - 1) + "…"
    assert row.problem == f"{title}\n除渣"
    assert warned(row)[0] == ("title", message("title.shortened", length=301, limit=300))


def test_quotes_around_a_whole_text_are_taken_off():
    assert only({"需求名称": "a", "需求内容": '"现我单位\n   "'}).problem == "现我单位"
    assert only({"需求名称": "a", "需求内容": '"甲"和"乙"'}).problem == '"甲"和"乙"'


def test_repeats_are_left_out_with_the_number_of_the_first():
    first = {"企业名称": "甲公司", "需求名称": "5t/h 废水", "需求内容": "零排放。"}
    again = {"企业名称": "甲公司", "需求名称": "５Ｔ/H废水", "需求内容": "零 排放"}
    other = {"企业名称": "乙公司", "需求名称": "5t/h废水", "需求内容": "零排放"}
    different = {"企业名称": "甲公司", "需求名称": "5t/h废水", "需求内容": "减排放"}
    result = parsed(first, again, other, different)
    assert [row.row for row in result.rows] == [2, 5]
    assert result.skipped == (
        Skipped(3, message("row.repeat", first=2)),
        Skipped(4, message("row.repeat_other", first=2, organization="乙公司")),
    )


def test_only_a_title_in_common_is_no_repeat_between_enterprises():
    result = parsed(
        {"企业名称": "甲", "需求名称": "密封条"},
        {"企业名称": "乙", "需求名称": "密封条"},
        {"企业名称": "甲", "需求名称": "密封条"},
    )
    assert [row.row for row in result.rows] == [2, 3]
    assert result.skipped == (Skipped(4, message("row.repeat", first=2)),)
    assert ("title", message("row.same_title", first=2)) in warned(result.rows[1])  # type: ignore[arg-type]


def test_an_identifier_that_comes_again_does_not_overwrite():
    result = parsed({"编号": "A1", "需求名称": "甲"}, {"编号": "A1", "需求名称": "乙"})
    assert [row.external_id for row in result.rows] == ["A1", None]
    assert ("external_id", message("id.repeat", text="A1", first=2)) in warned(result.rows[1])  # type: ignore[arg-type]


def test_example_rows_are_skipped_but_not_enterprises_called_example():
    result = parsed(
        {"编号": "示例", "企业名称": "示例公司", "需求名称": "甲"},
        {"编号": "1", "企业名称": "示例企业001股份有限公司", "需求名称": "乙"},
    )
    assert (result.skipped, result.set_aside) == ((), (Skipped(2, message("row.example")),))
    assert [row.row for row in result.rows] == [3]


def test_state_secrets_are_not_taken():
    result = parsed({"需求名称": "甲", "是否涉密": "是"}, {"需求名称": "乙", "是否涉密": "否"})
    assert result.skipped == (Skipped(2, message("row.state_secret")),)
    assert [row.row for row in result.rows] == [3]


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("是否公开", "是", "public"),
        ("是否公开", "否", "county"),
        ("是否保密", "是", "confidential"),
        ("是否保密", "否", "public"),
        ("公开程度", "仅经办人可见", "county"),
        ("公开程度", "公开", "public"),
    ],
)
def test_yes_and_no_about_secrecy_mean_what_the_header_asks(header: str, cell: str, code: str):
    assert only({"需求名称": "甲", header: cell}).confidentiality.code == code


def test_missing_credit_codes_are_told_once_for_a_file_without_any_and_by_row_else():
    none = parsed({"企业名称": "甲", "需求名称": "a", "信用代码": None})
    assert message("column.no_uscc") in none.notes
    assert all(warning.field != "uscc" for warning in none.warnings)
    some = parsed(
        {"企业名称": "甲", "需求名称": "a", "信用代码": "91110000600037341L"},
        {"企业名称": "乙", "需求名称": "b"},
        {"企业名称": "丙", "需求名称": "c", "信用代码": "9111"},
    )
    assert message("column.no_uscc") not in some.notes
    assert [(warning.row, warning.message) for warning in some.warnings if warning.field == "uscc"] == [
        (3, message("uscc.missing")),
        (4, message("uscc.invalid", text="9111")),
    ]
    assert [row.organization.uscc for row in some.rows] == ["91110000600037341L", None, None]  # type: ignore[union-attr]


def test_a_row_without_an_enterprise_is_taken_with_a_warning():
    result = parsed({"企业名称": "甲", "需求名称": "a"}, {"需求名称": "b"})
    assert ("organization", message("organization.missing")) in warned(result.rows[1])  # type: ignore[arg-type]
    assert result.rows[1].organization is None  # type: ignore[union-attr]


def test_the_county_may_come_from_the_address():
    assert (
        only({"企业名称": "甲", "需求名称": "a", "地址": "泰安市岱岳区泰山大街1号"}).organization.place.county
        == "370911"
    )
    assert only({"企业名称": "甲", "需求名称": "a", "地址": "济南市历下区"}).organization.place is None


@pytest.mark.parametrize(
    ("columns", "name", "phones"),
    [
        ({"联系人及电话": "王五 13812345678"}, "王五", ["+8613812345678"]),
        ({"联系方式": "王五：13812345678"}, "王五", ["+8613812345678"]),
        ({"联系人": "王五", "电话": "赵六13812345678"}, "王五", ["+8613812345678"]),
        (
            {"联系人": "王五/赵六", "电话": "13812345678/13912345678"},
            "王五、赵六",
            ["+8613812345678", "+8613912345678"],
        ),
    ],
)
def test_names_and_numbers_are_found_whichever_column_holds_them(columns: dict[str, str], name: str, phones: list[str]):
    contact = only({"需求名称": "甲"} | columns).contact
    assert (contact.name, [phone.number for phone in contact.phones]) == (name, phones)


def test_a_mail_address_beside_the_number_is_found():
    assert only({"需求名称": "甲", "联系方式": "13812345678 a@b.cn"}).contact.emails == ("a@b.cn",)


@pytest.mark.parametrize(
    ("title", "text", "code"),
    [
        ("示例报税机器人客户端软件V1.0", "升级改造", "need.advertisement"),
        ("高速轴承", "欢迎来电洽谈合作", "need.advertisement"),
        ("2017年承担省科技攻关计划项目“小麦”", "合作", "need.achievement"),
        ("蛋白工艺", "本项目提供的工艺，该工艺制得的产品纯度高，不需要添加火碱", "need.achievement"),
    ],
)
def test_advertisements_and_achievements_are_suspected(title: str, text: str, code: str):
    row = only({"需求名称": title, "需求内容": text})
    assert [warning.message.code for warning in row.warnings] == [code]


def test_a_need_that_praises_the_enterprise_but_lacks_something_is_no_advertisement():
    text = "本产品具有国际领先水平，欢迎洽谈合作。现需要解决镀层脱落问题。"
    assert only({"需求名称": "镀层脱落", "需求内容": text}).warnings == ()


def test_an_operators_lists_are_used(tmp_path: Path):
    (tmp_path / "chains.toml").write_text(
        '[[term]]\ncode = "low"\nzh = "低空经济"\nen = "Low-altitude economy"\n', encoding="utf-8"
    )
    book = xlsx({"表": [["需求名称", "产业链"], ["甲", "低空经济"]]})
    row = read_file("needs", book, "a", overrides=tmp_path).rows[0]
    assert [value.code for value in row.chains] == ["low"]
