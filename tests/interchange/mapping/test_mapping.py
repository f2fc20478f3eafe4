"""Headers to fields: known names, likeness, corrections."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from matchmaker.interchange import load_mapping, look_at, read_file
from matchmaker.interchange.errors import KindUnknown, MappingRefused
from matchmaker.interchange.mapping.fields import KINDS, load_kind
from matchmaker.interchange.mapping.labels import label_forms
from matchmaker.interchange.mapping.matching import TAKEN, candidates
from matchmaker.interchange.messages import message
from tests.interchange.workbooks import xlsx

# Names that mean different things in different tables; the first field of a kind's order has them.
SHARED_NAMES = {
    "experts": {"姓名", "负责人"},
    "achievements": {"负责人", "项目负责人"},
    "organizations": {"单位负责人"},
}


@pytest.mark.parametrize(
    ("kind", "header", "field"),
    [
        ("needs", "*企业名称（盖章）", "organization"),
        ("needs", "1.技术需求名称", "title"),
        ("needs", "拟 投 入\n资金（万元）", "funds"),
        ("needs", "县（市、区）", "county"),
        ("needs", "企业联系电话", "phone"),
        ("needs", "需求主要内容描述", "problem"),
        ("needs", "Ｔitle", "title"),
        ("needs", "姓名", "contact_name"),
        ("experts", "姓名", "name"),
        ("experts", "专家（团队）名称", "name"),
        ("experts", "source", "profile_source"),
        ("experts", "职称/职务", "professional_title"),
        ("achievements", "完成单位", "institution"),
        ("achievements", "技术成熟度（TRL）", "trl"),
        ("organizations", "统一社会信用代码", "uscc"),
        ("organizations", "公司", "name"),
    ],
)
def test_usual_headers_are_recognised(kind: str, header: str, field: str):
    best, confidence = candidates(kind, header)[0]
    assert best == field
    assert confidence >= TAKEN


@pytest.mark.parametrize("header", ["是否需要技术需求对接", "推荐单位意见", "甲", "2026", "测试", ""])
def test_other_headers_are_not_taken(header: str):
    assert all(confidence < TAKEN for _, confidence in candidates("needs", header))


@pytest.mark.parametrize("kind", KINDS)
def test_no_name_of_a_kind_means_two_fields(kind: str):
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for field in load_kind(kind):
        for text in (field.header, *field.synonyms):
            for form in label_forms(text):
                owners[form].add(field.name)
    assert {form for form, fields in owners.items() if len(fields) > 1} <= SHARED_NAMES.get(kind, set())


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_recognised_by_its_header_its_name_and_its_english_name(kind: str):
    for field in load_kind(kind):
        for text in (field.header, field.name):
            assert candidates(kind, text)[0] == (field.name, 1.0)


def test_an_unknown_kind_names_the_known_ones():
    with pytest.raises(KindUnknown) as caught:
        load_kind("need")
    assert caught.value.params == {"kind": "need", "known": "needs, experts, achievements, organizations"}


def test_what_was_mapped_and_what_was_not_is_told():
    book = xlsx({"表": [["技术需求名称", "需求标题", "推荐意见", "需求", None], ["甲", "乙", "丙", "丁", "戊"]]})
    looked = look_at("needs", book, "a.xlsx")
    assert [(match.header, match.field, match.confidence) for match in looked.mapping.mapped] == [
        ("技术需求名称", "title", 1.0)
    ]
    assert [(column.header, column.letter, column.taken_by) for column in looked.mapping.unmapped] == [
        ("需求标题", "B", "技术需求名称"),
        ("推荐意见", "C", None),
        ("需求", "D", "技术需求名称"),
        ("", "E", None),
    ]
    assert looked.notes[1:5] == (
        message("column.double", header="需求标题", other="技术需求名称"),
        message("column.unknown", header="推荐意见"),
        message("column.double", header="需求", other="技术需求名称"),
        message("column.unknown", header="E"),
    )
    assert read_file("needs", book, "a.xlsx").rows[0].extra == {
        "需求标题": "乙",
        "推荐意见": "丙",
        "需求": "丁",
        "E": "戊",
    }


def test_a_field_that_may_have_many_columns_joins_them():
    book = xlsx(
        {
            "表": [
                ["需求名称", "主要问题", "技术难点", "手机", "固定电话"],
                ["除渣", "一", "二", "13812345678", "0538-6991234"],
            ]
        }
    )
    row = read_file("needs", book, "a.xlsx").rows[0]
    assert row.problem == "一\n二"
    assert [phone.number for phone in row.contact.phones] == ["+8613812345678", "+865386991234"]


def test_the_user_corrects_the_mapping_by_header_letter_and_field_header():
    book = xlsx({"表": [["标题", "难点描述概述", "附加", "内容"], ["除渣", "一", "岱岳", "不要"]]})
    parsed = read_file("needs", book, "a", mapping={"难点描述概述": "problem", "C": "所属县市区", "内容": "-"})
    assert (parsed.rows[0].problem, parsed.rows[0].original["county"]) == ("一", "岱岳")
    assert parsed.rows[0].extra == {}
    assert [(column.header, column.ignored) for column in parsed.mapping.unmapped] == [("内容", True)]


def test_the_users_word_moves_a_field_to_another_column():
    book = xlsx({"表": [["需求名称", "课题", "需求内容"], ["旧", "新", "x"]]})
    assert read_file("needs", book, "a", mapping={"课题": "title"}).rows[0].title == "新"


def test_the_header_row_is_found_by_the_users_names_too():
    book = xlsx({"表": [["汇总"], ["代号", "甲项", "乙项"], ["1", "除渣", "锌锅除渣"]]})
    parsed = read_file("needs", book, "a", mapping={"甲项": "title", "乙项": "problem"})
    assert (parsed.header_row, parsed.rows[0].title) == (2, "除渣")


@pytest.mark.parametrize(
    ("mapping", "problem"),
    [({"无此列": "title"}, "the table has no such column"), ({"标题": "nothing"}, "there is no such field")],
)
def test_a_wrong_correction_names_what_is_known(mapping: dict[str, str], problem: str):
    with pytest.raises(MappingRefused) as caught:
        read_file("needs", xlsx({"表": [["标题", "内容"], ["甲", "乙"]]}), "a", mapping=mapping)
    assert caught.value.params["problem"] == problem
    assert ("标题" in caught.value.params["known"]) or ("title" in caught.value.params["known"])


def test_mappings_are_read_from_pairs_and_files(tmp_path: Path):
    expected = {"标题": "title", "附加": ""}
    assert load_mapping(["标题=title", "附加="]) == expected
    assert load_mapping("标题=title，附加＝") == expected
    for name, text in (
        ("m.txt", "# remark\n标题=title\n\n附加=\n"),
        ("m.toml", '"标题" = "title"\n"附加" = ""\n'),
        ("m.json", '{"标题": "title", "附加": ""}'),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert load_mapping(tmp_path / name) == expected
        assert load_mapping(str(tmp_path / name)) == expected


@pytest.mark.parametrize(
    ("name", "text"), [("m.txt", "标题\n"), ("m.toml", "a = \n"), ("m.json", "[1]"), ("n.toml", "a = 1")]
)
def test_a_mapping_file_that_cannot_be_used_is_refused(tmp_path: Path, name: str, text: str):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(MappingRefused):
        load_mapping(tmp_path / name)
