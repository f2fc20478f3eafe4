"""From a sheet to a table: header, merged cells, rows that are no data, 同上."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from matchmaker.interchange import look_at, read_file
from matchmaker.interchange.errors import ColumnsMissing, FileDamaged, NoTableFound, SheetUnknown, TooMuchData
from matchmaker.interchange.messages import message
from matchmaker.interchange.reading.ditto import is_ditto
from matchmaker.interchange.reading.limits import Limits
from matchmaker.interchange.reading.sheet import Merge, filled
from matchmaker.interchange.reading.table import Skipped, Table
from tests.interchange.workbooks import raw_xlsx, xlsx

FILES = Path(__file__).parent.parent / "files"
HEADER = ["序号", "企业名称", "技术需求名称", "需求内容"]


def table(rows: Sequence[Sequence[object]], merges: Sequence[str] = ()) -> Table:
    return look_at("needs", xlsx({"表": rows}, merges={"表": merges}), "a.xlsx").table


def test_the_header_is_found_below_titles():
    found = table(
        [["2026年需求汇总表"], ["填报单位：", None, "日期"], HEADER, [1, "甲", "除渣", "锌锅除渣"]], ["A1:D1"]
    )
    assert found.header_row == 3
    assert [column.header for column in found.columns] == HEADER
    assert [(row.number, row.cells) for row in found.rows] == [(4, (1.0, "甲", "除渣", "锌锅除渣"))]
    assert found.set_aside == (Skipped(1, message("row.title")), Skipped(2, message("row.title")))


def test_a_header_over_two_rows_with_merged_cells():
    found = look_at(
        "needs",
        xlsx(
            {
                "表": [
                    ["企业名称", "需求名称", "联系人", None],
                    [None, None, "姓名", "电话"],
                    ["甲", "除渣", "王五", "13812345678"],
                ]
            },
            merges={"表": ["A1:A2", "B1:B2", "C1:D1"]},
        ),
        "a.xlsx",
    )
    assert found.table.header_row == 1
    assert [column.header for column in found.table.columns] == ["企业名称", "需求名称", "联系人/姓名", "联系人/电话"]
    assert [match.field for match in found.mapping.mapped] == ["organization", "title", "contact_name", "phone"]
    assert [row.number for row in found.table.rows] == [3]


def test_a_header_over_two_rows_without_merged_cells():
    text = "企业名称,需求名称,联系人,\n,,姓名,电话\n甲,除渣,王五,13812345678\n"
    found = look_at("needs", text.encode(), "a.csv")
    assert [match.field for match in found.mapping.mapped] == ["organization", "title", "contact_name", "phone"]
    assert [row.number for row in found.table.rows] == [3]


def test_a_word_of_the_data_that_is_a_header_elsewhere_does_not_make_a_second_header():
    found = table([["单位性质", "需求名称", "需求内容"], ["企业", "除渣", "锌锅除渣"], ["高校", "除尘", "烟气除尘"]])
    assert found.header_row == 1
    assert [row.number for row in found.rows] == [2, 3]


def test_merged_cells_are_filled_downwards():
    found = table([HEADER, [1, "甲公司", "除渣", "一"], [2, None, "除尘", "二"], [3, "乙", "降噪", "三"]], ["B2:B3"])
    assert [row.cells[1] for row in found.rows] == ["甲公司", "甲公司", "乙"]


def test_what_is_no_data_is_set_aside_with_its_reason():
    rows = [
        ["2026年需求汇总表"],
        HEADER,
        ["一、先进制造业", None, None, None],
        [1, "甲", "除渣", "锌锅除渣"],
        [None, None, None, None],
        [None, "", " ", None],
        HEADER,
        ["2026年需求汇总表"],
        [2, "乙", "除尘", "烟气除尘"],
        ["合计", None, "2项", None],
        ["小计：2"],
        ["填表人：王五", None, "审核人：赵六", None],
        ["注：需求名称不超过30字"],
    ]
    found = table(rows, ["A1:D1", "A3:D3", "A8:D8"])
    assert [row.number for row in found.rows] == [4, 9]
    assert found.set_aside == (
        Skipped(1, message("row.title")),
        Skipped(3, message("row.heading", text="一、先进制造业")),
        Skipped(5, message("row.blank", last=6)),
        Skipped(7, message("row.repeated_header")),
        Skipped(8, message("row.title")),
        Skipped(10, message("row.sum")),
        Skipped(11, message("row.sum")),
        Skipped(12, message("row.footer")),
        Skipped(13, message("row.footer")),
    )


def test_a_need_about_sums_is_no_sum_row():
    found = table([HEADER, [1, "甲", "合计算法优化", "总计功能"], ["合计划公司", "甲", "x", "y"]])
    assert [row.number for row in found.rows] == [2, 3]


@pytest.mark.parametrize("mark", ["同上", " 同 上 ", "〃", "″", '"', "同前", "（同上）", "同上。", "ditto"])
def test_marks_for_as_above(mark: str):
    assert is_ditto(mark)


@pytest.mark.parametrize("text", ["同上海大学合作", "同", "", "-", None, 5, "同上一批产品相比寿命更长"])
def test_other_texts_are_not_as_above(text: object):
    assert not is_ditto(text)  # type: ignore[arg-type]


def test_as_above_takes_the_resolved_value_above_over_blank_rows_and_sums():
    found = table(
        [HEADER, [1, "甲公司", "除渣", "一"], [2, "同上", "除尘", "二"], [None] * 4, ["小计"], [3, "〃", "降噪", "三"]]
    )
    assert [row.cells[1] for row in found.rows] == ["甲公司"] * 3


def test_as_above_without_anything_above_is_a_warning():
    parsed = read_file("needs", xlsx({"表": [HEADER, [1, "同上", "除渣", "一"]]}), "a.xlsx")
    assert parsed.rows[0].organization is None
    assert [(w.row, w.field, w.message) for w in parsed.warnings] == [
        (2, "organization", message("cell.ditto_unresolved", text="同上"))
    ]


def test_a_cell_beyond_the_bound_skips_its_row_only():
    limits = replace(Limits(), cell_characters=20)
    parsed = read_file(
        "needs", xlsx({"表": [HEADER, [1, "甲", "除渣", "长" * 21], [2, "乙", "除尘", "短"]]}), "a", limits=limits
    )
    reason = message("row.cell_too_long", header="需求内容", length=21, limit=20)
    assert parsed.skipped == (Skipped(2, reason),)
    assert [row.row for row in parsed.rows] == [3]


def test_of_several_sheets_the_best_is_read_and_the_others_are_named():
    book = xlsx(
        {
            "填表说明": [["企业名称、需求名称必填"]],
            "岱岳区": [HEADER, [1, "甲", "除渣", "一"]],
            "新泰市": [HEADER, [1, "乙", "除尘", "二"], [2, "丙", "降噪", "三"]],
            "旧表": [HEADER, [1, "丁", "x", "y"]],
        },
        hidden=["旧表"],
    )
    parsed = read_file("needs", book, "a.xlsx")
    assert parsed.sheet == "新泰市"
    assert parsed.notes[:3] == (
        message("sheet.chosen", sheet="新泰市", row=1),
        message("sheet.other", sheet="岱岳区"),
        message("sheet.hidden", sheet="旧表"),
    )
    other = read_file("needs", book, "a.xlsx", sheet="岱岳区")
    assert [row.name_key for row in other.rows] == ["除渣"]
    with pytest.raises(SheetUnknown) as caught:
        read_file("needs", book, "a.xlsx", sheet="旧表")
    assert caught.value.params["known"] == "填表说明、岱岳区、新泰市"


def test_a_workbook_of_hidden_or_empty_sheets_holds_no_table():
    with pytest.raises(NoTableFound):
        read_file("needs", xlsx({"空": [], "藏": [HEADER]}, hidden=["藏"]), "a.xlsx")


def test_a_table_without_the_needed_column_names_what_was_found():
    with pytest.raises(ColumnsMissing) as caught:
        read_file("needs", xlsx({"表": [["姓名", "电话"], ["王五", "1"]]}), "a.xlsx")
    assert caught.value.params == {
        "filename": "a.xlsx",
        "sheet": "表",
        "row": 1,
        "columns": "姓名、电话",
        "needed": "技术需求名称 / 需求内容",
    }


def test_an_oversized_sheet_beside_a_good_one_is_left_out_by_name():
    book = xlsx({"大": [[str(row)] for row in range(40)], "表": [HEADER, [1, "甲", "除渣", "一"]]})
    parsed = read_file("needs", book, "a.xlsx", limits=replace(Limits(), rows=30))
    assert message("sheet.oversized", sheet="大") in parsed.notes
    with pytest.raises(TooMuchData):
        read_file("needs", xlsx({"大": [[str(row)] for row in range(40)]}), "a", limits=replace(Limits(), rows=30))


def test_old_workbooks_are_read_like_new_ones():
    parsed = read_file("needs", FILES / "needs.xls", "needs.xls")
    assert [(row.row, row.organization.name, row.title, row.funds.text) for row in parsed.rows] == [
        (3, "示例甲公司", "镀锌线锌锅除渣", "约80"),
        (4, "示例甲公司", "酸洗废液再生", "120"),
    ]
    assert parsed.rows[0].window.text == "2026-03-01"
    assert message("sheet.hidden", sheet="隐藏") in parsed.notes


def test_a_damaged_old_workbook_is_refused():
    data = (FILES / "needs.xls").read_bytes()
    with pytest.raises(FileDamaged):
        read_file("needs", data[:700] + b"\xff" * 3000, "a.xls")


def test_row_numbers_are_those_of_the_file_even_if_the_table_begins_lower():
    cells = "".join(
        f'<row r="{number}"><c r="C{number}" t="inlineStr"><is><t>{text}</t></is></c></row>'
        for number, text in ((7, "技术需求名称"), (9, "除渣"), (12, "除尘"))
    )
    parsed = read_file("needs", raw_xlsx(cells), "a.xlsx")
    assert [row.row for row in parsed.rows] == [9, 12]
    assert parsed.header_row == 7


def test_filling_stops_at_its_budget():
    rows = [["a", None], [None, None]]
    assert filled(rows, [Merge(0, 0, 1, 1)], 4) == (("a", "a"), ("a", "a"))
    assert filled(rows, [Merge(0, 0, 1, 1)], 3) == (("a", None), (None, None))
