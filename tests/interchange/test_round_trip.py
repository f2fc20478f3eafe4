"""What was imported, exported and imported again is the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.identity import content_key
from matchmaker.interchange import NeedRow, Parsed, read_file
from matchmaker.interchange.rows.repeats import AnyRow
from matchmaker.interchange.writing.records import as_record, write_records
from tests.interchange.workbooks import xlsx


def still(row: AnyRow) -> AnyRow:
    """A row without what an export changes: the number of its line, and yes or no."""
    bare: AnyRow = replace(row, row=0, warnings=(), original={})
    if isinstance(bare, NeedRow) and bare.organization is not None:
        bare = replace(bare, organization=replace(bare.organization, row=0))
    if isinstance(bare, NeedRow) and bare.confidentiality is not None:
        # 是 under 是否保密 is written out as what it means.
        bare = replace(bare, confidentiality=replace(bare.confidentiality, text=""))
    return bare


def again(parsed: Parsed, format: str) -> Parsed:
    data = write_records(parsed.kind, [as_record(row) for row in parsed.rows], format=format)
    return read_file(parsed.kind, data, f"export.{format}")


HEADERS = [
    "编号",
    "企业名称",
    "所属县市区",
    "技术需求名称",
    "需求内容",
    "技术领域",
    "拟投入资金（元）",
    "合作方式",
    "起止时间",
    "是否保密",
    "联系人及电话",
    "附加",
]
ROWS: list[list[Any]] = [
    [
        "1",
        "甲公司",
        "新泰",
        "=1+1 除渣",
        "a\nb\n\n  c",
        "新材料/汽车",
        500000,
        "委托研发/合作研发",
        "2026.3-2027.6",
        "是",
        "王五13812345678",
        "x",
    ],
    [
        "2",
        "乙公司",
        "泰安高新",
        "-5℃ 冷冻",
        "'=x",
        "食品",
        "约80万",
        "技术转让",
        "2025年底前",
        "否",
        "138****5678",
        None,
    ],
    ["3", "丙公司", "济南", "_x000D_", "@b", None, "面议", None, "春耕前", None, "", "=y"],
]


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_needs_come_back_unchanged(format: str):
    first = read_file("needs", xlsx({"表": [HEADERS, *ROWS]}), "a.xlsx")
    assert len(first.rows) == 3
    second = again(first, format)
    assert [still(row) for row in second.rows] == [still(row) for row in first.rows]
    assert [row.confidentiality.code for row in second.rows if row.confidentiality] == ["confidential", "public"]  # type: ignore[union-attr]
    assert second.skipped == ()


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)


@pytest.mark.parametrize("format", ["xlsx", "csv"])
@settings(max_examples=25, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=6))
def test_any_text_comes_back_unchanged(format: str, texts: list[str]):
    records = [{"external_id": f"N{at}", "title": f"需求{at}", "problem": text} for at, text in enumerate(texts)]
    first = read_file("needs", write_records("needs", records), "a.xlsx")
    second = again(first, format)
    assert [still(row) for row in second.rows] == [still(row) for row in first.rows]
    assert len(second.rows) == len(texts)


@given(title=TEXTS, text=TEXTS)
def test_the_content_key_minds_neither_case_nor_width_nor_white_space_nor_punctuation(title: str, text: str):
    key = content_key(title, text)
    assert content_key(f" {title}。\n", f"（{text}）") == key
    assert content_key(title + "x", text) != key
    assert content_key(title, text + "x") != key
    assert len(key) == 64


def test_the_content_key_keeps_title_and_text_apart_and_minds_symbols():
    assert content_key("甲乙", "") != content_key("甲", "乙")
    assert content_key("≥5", "") != content_key("≤5", "")
    assert content_key("ＡＢＣ", "") == content_key("abc", "")
