"""Counties and zones, phones, mail addresses, credit codes, names, numbers, keywords."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from matchmaker.interchange.messages import message
from matchmaker.interchange.values.chinese_numbers import chinese_number
from matchmaker.interchange.values.credit_codes import parse_credit_code
from matchmaker.interchange.values.emails import parse_emails
from matchmaker.interchange.values.keywords import parse_keywords
from matchmaker.interchange.values.person_names import PersonNames, parse_names
from matchmaker.interchange.values.phones import parse_phones
from matchmaker.interchange.values.places import load_gazetteer, parse_place
from matchmaker.interchange.values.whole_numbers import parse_count, parse_year


@pytest.mark.parametrize(
    ("text", "county", "zone"),
    [
        ("岱岳区", "370911", None),
        ("岱岳", "370911", None),
        ("泰山", "370902", None),
        ("肥城", "370983", None),
        (" 新 泰 市 ", "370982", None),
        ("泰安市", "370900", None),
        ("泰安高新区", "370911", "taian_gaoxin"),
        ("泰安高新", "370911", "taian_gaoxin"),
        ("高新", "370911", "taian_gaoxin"),
        ("泰山景区", "370900", "taishan_jingqu"),
        ("岱岳区（泰安高新区）", "370911", "taian_gaoxin"),
        ("山东省泰安市宁阳县文庙街道", "370921", None),
        ("泰安市岱岳区泰山大街12号", "370911", None),
        ("新泰市高新区", "370982", None),
    ],
)
def test_counties_and_zones_are_understood_silently(text: str, county: str, zone: str | None):
    read = parse_place(text, load_gazetteer())
    assert (read.value.county, read.value.zone, read.value.text) == (county, zone, text)
    assert read.warnings == ()


def test_places_elsewhere_and_several_places_are_told():
    gazetteer = load_gazetteer()
    assert parse_place("济南市", gazetteer).warnings == (message("place.unknown", text="济南市"),)
    several = parse_place("新泰市、肥城市", gazetteer)
    assert several.value.county == "370982"
    assert several.warnings == (message("place.several", text="新泰市、肥城市", kept="新泰市"),)
    assert parse_place("", gazetteer).value is None


def test_an_operators_counties_are_understood(tmp_path: Path):
    text = '[[term]]\ncode = "370999"\nzh = "示例县"\nen = "Example"\nparent = "370900"\naliases = ["示例地"]\n'
    (tmp_path / "divisions.toml").write_text(text, encoding="utf-8")
    assert parse_place("示例地某镇", load_gazetteer(tmp_path)).value.county == "370999"


@pytest.mark.parametrize(
    ("cell", "numbers", "rest"),
    [
        ("13812345678", ["mobile:+8613812345678"], ""),
        (13812345678, ["mobile:+8613812345678"], ""),
        (13812345678.0, ["mobile:+8613812345678"], ""),
        ("138-1234-5678", ["mobile:+8613812345678"], ""),
        ("+86 138 1234 5678", ["mobile:+8613812345678"], ""),
        ("１３８１２３４５６７８", ["mobile:+8613812345678"], ""),
        ("0538-6991234", ["landline:+865386991234"], ""),
        ("（0538）6991234转801", ["landline:+865386991234;ext=801"], ""),
        ("6991234", ["landline:+865386991234"], ""),
        ("400-800-1234", ["landline:+864008001234"], ""),
        ("手机：13812345678 办公：0538-6991234", ["mobile:+8613812345678", "landline:+865386991234"], ""),
        ("13812345678、13812345678", ["mobile:+8613812345678"], ""),
        ("王五13812345678", ["mobile:+8613812345678"], "王五"),
        ("无", [], ""),
    ],
)
def test_phones(cell: object, numbers: list[str], rest: str):
    read = parse_phones(cell)  # type: ignore[arg-type]
    assert [f"{phone.kind}:{phone.number}" for phone in read.value.phones] == numbers
    assert (read.value.rest, read.warnings) == (rest, ())


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("10000000000", "phone.invalid"),
        ("1381234567", "phone.invalid"),
        ("1381234", "phone.invalid"),
        ("138****5678", "phone.masked"),
    ],
)
def test_phones_that_cannot_be_checked_are_kept(text: str, warning: str):
    read = parse_phones(text)
    assert [(phone.kind, phone.number) for phone in read.value.phones] == [("unchecked", text)]
    assert [entry.code for entry in read.warnings] == [warning]


def test_mail_addresses():
    assert parse_emails("A.b@Example.COM；c＠d.cn").value == ("A.b@example.com", "c@d.cn")
    assert parse_emails("x@dailu.example").value == ("x@dailu.example",)
    assert parse_emails("没有邮箱").warnings == (message("email.invalid", text="没有邮箱"),)
    assert parse_emails("a@b, ok@d.cn").value == ("ok@d.cn",)
    assert parse_emails("a@b, ok@d.cn").warnings == (message("email.invalid", text="a@b"),)


def test_credit_codes():
    assert parse_credit_code(" 91110000600037341l ").value == "91110000600037341L"
    assert parse_credit_code("91110000600037341M").warnings == (message("uscc.invalid", text="91110000600037341M"),)
    assert parse_credit_code(None).warnings == (message("uscc.missing"),)


@pytest.mark.parametrize(
    ("text", "names", "role"),
    [
        ("王五", ("王五",), ""),
        ("王五（总工）", ("王五",), "总工"),
        ("王五教授", ("王五",), "教授"),
        ("王五 教授", ("王五",), "教授"),
        ("王 五", ("王五",), ""),
        ("王建国 赵六", ("王建国", "赵六"), ""),
        ("王五、赵六", ("王五", "赵六"), ""),
        ("John Smith", ("John Smith",), ""),
        ("无", (), ""),
    ],
)
def test_names_of_persons(text: str, names: tuple[str, ...], role: str):
    assert parse_names(text) == PersonNames(names, role)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三百", 300),
        ("一百二十", 120),
        ("十八", 18),
        ("两千零五", 2005),
        ("两三百", None),
        ("千百", None),
        ("", None),
        ("百", None),
    ],
)
def test_chinese_numerals(text: str, number: int | None):
    assert chinese_number(text) == number


def test_counts_and_years():
    counts = ("120", 120.0, "约120人", "1.5万", "无")
    assert [parse_count(cell).value for cell in counts] == [120, 120, 120, None, None]
    years = (1975, "1975年3月", "1975.03", "197503", date(1975, 3, 1), "", "75")
    assert [parse_year(cell).value for cell in years] == [1975, 1975, 1975, 1975, 1975, None, None]
    assert [warning.code for warning in parse_year("75").warnings] == ["year.unknown"]


def test_keywords_are_kept_with_a_warning_if_too_many_or_too_long():
    read = parse_keywords("一、二；三,四/五 六")
    assert (read.value, read.warnings) == (("一", "二", "三", "四", "五 六"), ())
    assert parse_keywords("a、b、c、d、e、f").warnings == (message("keywords.many", count=6),)
    long = "十一个字的关键词真的太长"
    assert parse_keywords(long).warnings == (message("keywords.long", text=long),)
