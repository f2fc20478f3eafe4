"""Workbooks made to harm are refused within two seconds, with a reason, and the process that asked lives on."""

from __future__ import annotations

import os
import zipfile
from dataclasses import replace

import pytest

from matchmaker.interchange import Limits, Parsed, read_file
from matchmaker.interchange.errors import (
    ArchiveRefused,
    FileDamaged,
    FileTooLarge,
    PasswordProtected,
    TooMuchData,
    WrongFormat,
)
from matchmaker.interchange.reading.limits import MB
from tests.interchange.workbooks import NS, lying, packed, parts, raw_xlsx


def read_quickly(data: bytes, limits: Limits | None = None) -> Parsed:
    """S10: refused within two seconds (of this process's and its children's time, whatever else the machine does)."""
    begin = sum(os.times()[:4])
    try:
        return read_file("needs", data, "a.xlsx", limits=limits)
    finally:
        assert sum(os.times()[:4]) - begin < 2.0


def bomb(size: int) -> bytes:
    return packed(parts(f"<worksheet {NS}><sheetData>".encode() + b" " * size))


def test_an_archive_that_says_it_unpacks_to_too_much_is_refused_without_unpacking():
    with pytest.raises(ArchiveRefused) as caught:
        read_quickly(bomb(101 * MB))
    assert caught.value.params["problem"] == "it unpacks to more than any table needs"


def test_an_archive_packed_far_better_than_any_table_is_refused():
    with pytest.raises(ArchiveRefused) as caught:
        read_quickly(bomb(20 * MB))
    assert caught.value.params["problem"] == "it is packed far better than any table can be"


def test_an_archive_that_says_less_than_it_holds_is_refused():
    honest = packed(parts(f"<worksheet {NS}><sheetData></sheetData></worksheet>" + " " * (8 * MB)))
    with pytest.raises(ArchiveRefused) as caught:
        read_quickly(lying(honest, "xl/worksheets/sheet1.xml", 500))
    assert caught.value.params["problem"] == "a part of it unpacks to more than the file says"


def test_an_archive_of_very_many_parts_is_refused():
    members = parts(f"<worksheet {NS}/>") | {f"xl/media/{number}.txt": "" for number in range(2001)}
    with pytest.raises(ArchiveRefused) as caught:
        read_quickly(packed(members))
    assert caught.value.params["problem"] == "it is packed from too many parts"


def test_parts_packed_by_an_unusual_method_are_refused():
    with pytest.raises(ArchiveRefused):
        read_quickly(packed(parts(f"<worksheet {NS}/>"), zipfile.ZIP_LZMA))


def test_one_cell_in_the_last_corner_does_not_take_the_process_down():
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(FileDamaged) as caught:
        read_quickly(raw_xlsx(cells))
    assert caught.value.params["problem"] == "it asks for far more memory than a table needs"


def test_a_merged_range_over_the_whole_sheet_does_no_harm():
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>技术需求名称</t></is></c></row><row r="2">'
    cells += '<c r="A2" t="inlineStr"><is><t>锌锅除渣</t></is></c></row>'
    merges = '<mergeCells><mergeCell ref="A2:XFD1048576"/><mergeCell ref="B1:XFD1048576"/></mergeCells>'
    assert [row.name_key for row in read_quickly(raw_xlsx(cells, merges)).rows] == ["锌锅除渣"]


def test_a_long_text_that_a_million_cells_share_is_refused():
    table = parts(
        f"<worksheet {NS}><sheetData>"
        + "".join(
            f'<row r="{row}">' + "".join(f'<c r="{column}{row}" t="s"><v>0</v></c>' for column in "ABCDEFGH") + "</row>"
            for row in range(1, 10_000)
        )
        + "</sheetData></worksheet>"
    )
    table["xl/sharedStrings.xml"] = f"<sst {NS}><si><t>{'长' * 30_000}</t></si></sst>"
    table["xl/_rels/workbook.xml.rels"] = str(table["xl/_rels/workbook.xml.rels"]).replace(
        "</Relationships>",
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"'
        ' Target="sharedStrings.xml"/></Relationships>',
    )
    with pytest.raises((TooMuchData, FileDamaged)):
        read_quickly(packed(table))


def test_too_many_rows_are_counted():
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="30000"><c r="A30000"><v>1</v></c></row>'
    with pytest.raises(TooMuchData) as caught:
        read_quickly(raw_xlsx(cells))
    assert caught.value.params == {"filename": "a.xlsx", "problem": "too many rows", "found": 30000, "limit": 20000}


def test_a_sheet_that_never_ends_parsing_is_given_up():
    hasty = replace(Limits(), seconds=0.001)
    with pytest.raises(FileDamaged) as caught:
        read_quickly(raw_xlsx('<row r="1"><c r="A1"><v>1</v></c></row>'), hasty)
    assert caught.value.params["problem"] == "reading it takes too long"


def test_a_file_beyond_the_size_limit_is_refused_by_its_size_alone():
    with pytest.raises(FileTooLarge) as caught:
        read_quickly(b"x" * (3 * MB + 1), replace(Limits(), file_bytes=3 * MB))
    assert caught.value.params == {"filename": "a.xlsx", "size": 4, "limit": 3}


def test_archives_that_are_no_workbooks_are_named():
    for name, found in (("word/document.xml", "a Word document"), ("a.txt", "a ZIP archive, not a workbook")):
        with pytest.raises(WrongFormat) as caught:
            read_quickly(packed({name: "x"}))
        assert caught.value.params["problem"] == found


def test_an_archive_with_a_password_is_told():
    data = bytearray(packed(parts(f"<worksheet {NS}/>")))
    entry = data.find(b"PK\x01\x02")
    data[entry + 8] |= 1
    with pytest.raises(PasswordProtected):
        read_quickly(bytes(data))


@pytest.mark.parametrize("cut", [30, 200, 800])
def test_a_truncated_workbook_is_damaged(cut: int):
    with pytest.raises(FileDamaged):
        read_quickly(raw_xlsx("")[:cut])


def test_xml_entities_are_not_expanded():
    xml = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    cell = '<c r="A1" t="inlineStr"><is><t>&b;</t></is></c>'
    xml += f'<worksheet {NS}><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    with pytest.raises(FileDamaged):
        read_quickly(packed(parts(xml)))
