"""Coded values: lists, ways of cooperating, fields and chains, readiness, yes and no."""

from __future__ import annotations

import pytest

from matchmaker.interchange.messages import message
from matchmaker.interchange.rows.lists import Lists
from matchmaker.interchange.values.codes import parse_code, parse_codes, parse_within
from matchmaker.interchange.values.cooperation import Cooperation, parse_cooperation
from matchmaker.interchange.values.read import Coded
from matchmaker.interchange.values.readiness import parse_readiness
from matchmaker.interchange.values.technical_fields import parse_fields
from matchmaker.interchange.values.yes_no import parse_yes_no

LISTS = Lists()


def field(text: str) -> tuple[list[str], list[str], tuple[str, ...], tuple[str, ...], list[str]]:
    read = parse_fields(text, LISTS.fields, LISTS.scheme("chains"))
    return (
        [f"{value.scheme}:{value.code}" for value in read.value.fields],
        [value.code for value in read.value.chains],
        read.value.subfields,
        read.value.unknown,
        [warning.code for warning in read.warnings],
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [("应用研究", "applied_research"), (" 应用 研究 ", "applied_research"), ("applied_research", "applied_research")],
)
def test_labels_aliases_and_codes_are_understood(text: str, code: str):
    assert parse_code(text, LISTS.scheme("need_kinds")).value == Coded("need_kinds", code, text)


def test_of_several_values_the_first_is_taken_and_all_are_named():
    read = parse_code("基础研究、应用研究", LISTS.scheme("need_kinds"))
    assert read.value == Coded("need_kinds", "basic_research", "基础研究")
    assert read.warnings == (message("code.several", text="基础研究、应用研究", kept="基础研究"),)


def test_values_of_no_list_are_named():
    read = parse_codes("新材料；石头", LISTS.scheme("chains"))
    assert [value.code for value in read.value] == ["new_materials"]
    assert read.warnings == (message("code.unknown", text="石头", scheme="重点产业链"),)
    assert parse_codes("不限", LISTS.scheme("chains")).value == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("发明专利已授权", "granted"),
        ("专利申请中，未授权", "applied"),
        ("无线专利", None),
        ("尚未授权", None),
        ("无", None),
    ],
)
def test_a_value_may_stand_in_a_longer_text(text: str, code: str | None):
    value = parse_within(text, LISTS.scheme("ip_states")).value
    assert (value.code if value else None) == code


def test_two_ways_of_solving_keep_the_first_and_warn_of_both():
    read = parse_cooperation("委托研发/合作研发", LISTS.scheme("cooperation_modes"))
    assert read.value == Cooperation(Coded("cooperation_modes", "commissioned", "委托研发"), ())
    assert read.warnings == (message("mode.several", text="委托研发、合作研发", kept="委托研发"),)


def test_a_way_of_solving_and_a_wish_in_one_cell_are_both_kept():
    read = parse_cooperation("合作、技术转让", LISTS.scheme("cooperation_modes"))
    assert read.value.mode == Coded("cooperation_modes", "joint", "合作")
    assert read.value.wishes == (Coded("cooperation_modes", "adopt_achievement", "技术转让"),)
    assert read.warnings == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新材料", (["fields_form12:materials"], [], (), (), [])),
        ("新能源与节能", (["fields_hightech8:energy"], [], (), (), [])),
        ("高端装备", (["fields_hightech8:manufacturing"], [], (), (), [])),
        ("汽车及零部件", ([], ["auto"], (), (), ["field.chain"])),
        ("输变电装备", ([], ["power_transmission"], (), (), ["field.chain"])),
        ("现代农业·农机装备", (["fields_form12:agriculture"], [], ("农机装备",), (), [])),
        ("高端化工·清洁生产/高盐废水", ([], ["chemicals"], ("清洁生产", "高盐废水"), (), ["field.chain"])),
        ("医药·酶制剂/新材料", (["fields_form12:biotech", "fields_form12:materials"], [], ("酶制剂",), (), [])),
        ("其他（食品）", (["fields_form12:other"], [], ("食品",), (), [])),
        ("食品", ([], [], (), ("食品",), ["field.unknown"])),
        ("资源与环境；食品", (["fields_form12:environment"], [], (), ("食品",), ["field.unknown"])),
        ("无", ([], [], (), (), [])),
    ],
)
def test_fields_chains_and_subfields(text: str, expected: tuple[object, ...]):
    assert field(text) == expected


@pytest.mark.parametrize(
    ("cell", "level"),
    [
        ("6", 6),
        (6, 6),
        (6.0, 6),
        ("TRL6", 6),
        ("六级", 6),
        ("第七级", 7),
        ("技术成熟度6级", 6),
        ("TRL 6：相关环境中演示（中试）", 6),
    ],
)
def test_readiness_levels(cell: object, level: int):
    read = parse_readiness(cell)  # type: ignore[arg-type]
    assert (read.value, read.warnings) == (level, ())


@pytest.mark.parametrize("cell", ["中试", "12", "0", 4.5, "十级", "TRL"])
def test_other_texts_are_no_readiness_level(cell: object):
    read = parse_readiness(cell)  # type: ignore[arg-type]
    assert read.value is None
    assert [warning.code for warning in read.warnings] == ["trl.unknown"]


def test_of_several_levels_the_lowest_counts():
    assert parse_readiness("TRL 4-6").value == 4
    assert [warning.code for warning in parse_readiness("TRL 4-6").warnings] == ["trl.range"]


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("是", True), ("√", True), (True, True), ("Y", True), ("否", False), ("×", False), (0, False), ("", None)],
)
def test_yes_and_no(cell: object, answer: bool | None):
    read = parse_yes_no(cell)  # type: ignore[arg-type]
    assert (read.value, read.warnings) == (answer, ())


def test_neither_yes_nor_no_is_told():
    assert parse_yes_no("也许").value is None
    assert [warning.code for warning in parse_yes_no("也许").warnings] == ["yes_no.unknown"]
