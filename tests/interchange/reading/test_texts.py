"""Text files: encodings, delimiters, records over several lines, JSON lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaker.interchange.errors import EncodingUnknown, FileDamaged, NoTableFound, QuoteNeverCloses, TooMuchData
from matchmaker.interchange.reading.decoding import decode
from matchmaker.interchange.reading.delimited import best_delimiter, read_delimited
from matchmaker.interchange.reading.json_lines import read_json_lines
from matchmaker.interchange.reading.limits import Limits
from matchmaker.interchange.reading.opening import open_file

LIMITS = Limits()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_usual_encodings_are_understood(encoding: str):
    assert decode("企业,需求\n".encode(encoding), "a.csv") == "企业,需求\n"


def test_rare_signs_of_gb18030_are_understood():
    assert decode("㑇𠀀企业名称".encode("gb18030"), "a.csv") == "㑇𠀀企业名称"


def test_other_encodings_are_named_with_the_byte():
    with pytest.raises(EncodingUnknown) as caught:
        decode("企业".encode("gbk") + b"\xff\xff", "a.csv")
    assert caught.value.params == {"filename": "a.csv", "position": 4}


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_the_delimiter_is_found(delimiter: str):
    lines = [
        delimiter.join(cells) for cells in (["序号", "企业名称", "需求"], ["1", "甲公司", "除渣"], ["2", "乙", "除尘"])
    ]
    assert best_delimiter("\n".join(lines), LIMITS) == delimiter
    assert read_delimited("\n".join(lines), "a.csv", LIMITS).rows[1] == ("1", "甲公司", "除渣")


def test_commas_inside_texts_do_not_hide_a_tab():
    text = "企业名称\t需求内容\n甲公司\t温度高,压力大,寿命短\n乙公司\t粉尘多,噪声大,能耗高\n"
    assert best_delimiter(text, LIMITS) == "\t"


def test_a_record_over_several_lines_is_one_row():
    sheet = read_delimited('标题,内容\r\n甲,"一\r\n二"\r\n\r\n乙,三\r\n', "a.csv", LIMITS)
    assert sheet.rows == (("标题", "内容"), ("甲", "一\r\n二"), (), ("乙", "三"))


def test_the_apostrophe_of_an_export_is_taken_off_again():
    sheet = read_delimited("a,b,c,d\n'=1+1,''-x,'quoted',it's\n", "a.csv", LIMITS)
    assert sheet.rows[1] == ("=1+1", "'-x", "'quoted'", "it's")


def test_rows_columns_and_cells_are_bounded():
    few = replace(LIMITS, rows=3, columns=2, cells=5)
    with pytest.raises(TooMuchData) as rows:
        read_delimited("a\n" * 9, "a.csv", few)
    with pytest.raises(TooMuchData) as columns:
        read_delimited("a,b,c\n", "a.csv", few)
    with pytest.raises(TooMuchData) as cells:
        read_delimited("a,b\na,b\na,b\n", "a.csv", few)
    assert [error.value.params["problem"] for error in (rows, columns, cells)] == [
        "too many rows",
        "too many columns",
        "too many cells",
    ]


def test_a_field_beyond_the_bound_is_damage():
    with pytest.raises(FileDamaged):
        read_delimited("a,b\n" + "x" * 200 + ",y\n", "a.csv", replace(LIMITS, characters=100))


def test_json_lines_keep_the_numbers_of_their_lines():
    sheet, bad = read_json_lines(
        '{"title": "甲", "tags": ["a", 1]}\n\nnot json\n[1]\n{"text": {"deep": 1}, "title": null}\n', "a.jsonl", LIMITS
    )
    assert bad == (3, 4)
    assert sheet.records
    assert sheet.rows[0] == ("title", "tags", "text")
    assert sheet.rows[1] == ("甲", "a；1", None)
    assert sheet.rows[5] == (None, None, '{"deep": 1}')


def test_json_nested_without_end_is_a_bad_line():
    deep = '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}"
    assert read_json_lines(f'{deep}\n{{"a": {"9" * 5000}}}\n', "a.jsonl", LIMITS)[1] == (1, 2)


def test_json_lines_are_bounded():
    with pytest.raises(TooMuchData):
        read_json_lines("{}\n" * 9, "a.jsonl", replace(LIMITS, rows=3))
    with pytest.raises(TooMuchData):
        read_json_lines('{"a": 1, "b": 2, "c": 3}\n', "a.jsonl", replace(LIMITS, columns=2))


def test_a_text_file_of_separators_only_holds_no_table():
    with pytest.raises(NoTableFound):
        open_file(b",,,\n,,,\n", "a.csv", LIMITS)


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_quote_that_never_closes_swallows_no_rows_in_silence(end: str):
    with pytest.raises(QuoteNeverCloses) as caught:
        read_delimited(f'企业,需求\n甲,一\n乙,"二\n丙,三{end}', "a.csv", LIMITS)
    assert caught.value.params == {"filename": "a.csv", "row": 3}


@pytest.mark.parametrize("end", ["", "\n", "\r"])
def test_quotes_inside_and_at_the_end_are_no_fault(end: str):
    sheet = read_delimited(f'企业,需求\n甲"乙,"二\n行"{end}', "a.csv", LIMITS)
    assert sheet.rows == (("企业", "需求"), ('甲"乙', "二\n行"))


def test_a_json_list_is_read_like_json_lines():
    text = '[\n  {"title": "甲"},\n  7,\n  {"title": "乙"}\n]\n'
    opened = open_file(text.encode(), "a.json", LIMITS)
    assert (opened.format, opened.bad_lines) == ("jsonl", (2,))
    assert opened.sheets[0].rows == (("title",), ("甲",), (None,), ("乙",))


def test_half_a_json_list_names_its_lines():
    assert read_json_lines('[{"title": "甲"},\n', "a.json", LIMITS)[1] == (1,)
