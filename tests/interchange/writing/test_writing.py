"""Exports: no formulas, good to read and to print; templates that explain themselves."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from matchmaker.interchange import read_file
from matchmaker.interchange.errors import CellTooLong
from matchmaker.interchange.mapping.fields import KINDS, load_kind
from matchmaker.interchange.messages import message
from matchmaker.interchange.reading.decoding import decode
from matchmaker.interchange.reading.delimited import read_delimited
from matchmaker.interchange.reading.limits import Limits
from matchmaker.interchange.reading.opening import open_file
from matchmaker.interchange.reading.table import Skipped
from matchmaker.interchange.writing.delimited import write_csv
from matchmaker.interchange.writing.page import sheet_name
from matchmaker.interchange.writing.records import write_records
from matchmaker.interchange.writing.template import INSTRUCTIONS, write_template
from matchmaker.interchange.writing.workbook import Column, write_workbook

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "'=1",
    "\t=1",
    "=cmd|' /C calc'!A0",
    "_x000D_",
    "a\x07b",
    "１\u200b2",
    "a\r\nb",
]
WRITTEN = ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "=1", "=cmd|' /C calc'!A0", "_x000D_", "ab", "１2", "a\nb"]
COLUMNS = [Column("甲", 10), Column("乙", 30)]


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_no_cell_of_a_workbook_is_a_formula():
    page = opened(write_workbook(COLUMNS, [[text, text] for text in HOSTILE]))["导出"]
    cells = [cell for row in page.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.quotePrefix for cell in cells[:10:2]] == [True] * 5


def test_texts_of_a_workbook_are_read_back_as_written():
    sheet = open_file(write_workbook(COLUMNS, [[text] for text in HOSTILE]), "a.xlsx", Limits()).sheets[0]
    assert [sheet.texts(row)[0] for row in range(1, len(HOSTILE) + 1)] == WRITTEN


def test_texts_of_a_csv_are_guarded_and_read_back_as_written():
    data = write_csv(COLUMNS, [[text, "x"] for text in HOSTILE])
    assert data.startswith(b"\xef\xbb\xbf")
    assert not any(line.startswith((b"=", b"+", b"-", b"@")) for line in data.splitlines())
    sheet = read_delimited(decode(data, "a.csv"), "a.csv", Limits())
    assert [sheet.texts(row)[0] for row in range(1, len(HOSTILE) + 1)] == WRITTEN


def test_values_keep_their_types():
    # Workbooks know no time zones.
    day, moment, midnight = date(2026, 3, 5), datetime(2026, 3, 5, 9, 30), datetime(2026, 3, 5)  # noqa: DTZ001
    values = [3, 2.5, Decimal("80.00"), Decimal("0.5"), True, False, None, "", day, moment]
    page = opened(write_workbook([Column(str(at)) for at in range(10)], [values]))["导出"]
    assert [cell.value for cell in page[2]] == [
        3, 2.5, 80, 0.5, "是", "否", None, None, midnight, moment,
    ]  # fmt: skip
    assert [cell.number_format for cell in page[2][8:]] == ["yyyy-mm-dd", "yyyy-mm-dd hh:mm"]


def test_a_workbook_is_set_up_for_reading_and_printing():
    page = opened(write_workbook(COLUMNS, [["一", "二"]], sheet="需求[1]", notes=["共 1 条"]))["需求_1_"]
    assert page.freeze_panes == "A2"
    assert page.print_title_rows == "$1:$1"
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight) == ("landscape", 9, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert [page.column_dimensions[letter].width for letter in "AB"] == [10, 30]
    assert page["A1"].font.bold
    assert page["B2"].alignment.wrap_text
    assert page["A4"].value == "共 1 条"


def test_a_text_that_no_cell_holds_is_refused_by_name():
    with pytest.raises(CellTooLong) as caught:
        write_workbook(COLUMNS, [["x", "y"], ["x", "长" * 32_768]])
    assert caught.value.params == {"column": "乙", "row": 3, "length": 32_768}


@pytest.mark.parametrize(("text", "name"), [("a/b:c", "a_b_c"), ("长" * 40, "长" * 31), ("", "Sheet"), ("'", "Sheet")])
def test_sheet_names_are_allowed_ones(text: str, name: str):
    assert sheet_name(text) == name


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_imports_to_nothing_but_its_example(kind: str):
    parsed = read_file(kind, write_template(kind), "template.xlsx")
    assert parsed.rows == ()
    assert (parsed.skipped, parsed.set_aside) == ((), (Skipped(2, message("row.example")),))
    assert [note.code for note in parsed.notes] == ["sheet.chosen"]
    assert parsed.mapping.unmapped == ()
    assert [match.field for match in parsed.mapping.mapped] == [field.name for field in load_kind(kind).template]


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_row_of_a_template_is_a_good_row(kind: str):
    book = opened(write_template(kind))
    page = book.worksheets[0]
    page["A2"].value = "1"
    buffer = io.BytesIO()
    book.save(buffer)
    parsed = read_file(kind, buffer.getvalue(), "filled.xlsx")
    assert (len(parsed.rows), parsed.skipped) == (1, ())
    assert parsed.warnings == ()


def test_a_template_explains_itself_and_offers_lists():
    book = opened(write_template("needs"))
    page, help_page = book.worksheets
    assert (page.title, help_page.title) == ("技术需求", INSTRUCTIONS)
    fields = load_kind("needs").template
    assert [cell.value for cell in page[1]] == [field.header for field in fields]
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    letter = openpyxl.utils.get_column_letter([field.name for field in fields].index("county") + 1)
    county = rules[f"{letter}2:{letter}1000"]
    assert (county.type, county.errorStyle, county.allow_blank) == ("list", "warning", True)
    sheet, cells = county.formula1.split("!")
    offered = [row[0].value for row in book[sheet.strip("'")][cells.replace("$", "")]]
    assert offered[:2] == ["泰山区", "岱岳区"]
    assert "泰安市" not in offered
    assert "泰安高新区" in offered
    explained = {row[0].value: (row[1].value, row[2].value) for row in help_page.iter_rows(min_row=2)}
    assert explained["技术需求名称"] == ("必填", "一句话说明要解决什么，建议不超过 30 字。")


def test_a_template_offers_an_operators_lists(tmp_path: Path):
    (tmp_path / "chains.toml").write_text(
        '[[term]]\ncode = "low"\nzh = "低空经济"\nen = "Low-altitude economy"\n', encoding="utf-8"
    )
    values = [cell.value for row in opened(write_template("needs", tmp_path)).worksheets[1].iter_rows() for cell in row]
    assert "低空经济" in values


def test_records_with_unknown_keys_become_columns_of_their_own():
    data = write_records("needs", [{"title": "除渣", "审核意见": "同意"}, {"title": "除尘", "note": "急"}])
    header = [cell.value for cell in opened(data).worksheets[0][1]]
    assert header[-2:] == ["备注", "审核意见"]
    rows = read_file("needs", data, "a.xlsx").rows
    assert [(row.title, row.note, row.extra) for row in rows] == [  # type: ignore[union-attr]
        ("除渣", "", {"审核意见": "同意"}),
        ("除尘", "急", {}),
    ]
    with pytest.raises(ValueError, match="known: csv, xlsx"):
        write_records("needs", [], format="pdf")
