"""A file is judged by what it holds, not by its name."""

from __future__ import annotations

import pytest

from matchmaker.interchange.errors import FileEmpty, PasswordProtected, WrongFormat
from matchmaker.interchange.reading.formats import OLE, recognise


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04rest", "xlsx"),
        (OLE + b"Workbook", "xls"),
        (b'\xef\xbb\xbf\n {"title": "x"}', "jsonl"),
        ("标题,内容\n".encode(), "csv"),
        ("标题,内容\n".encode("gbk"), "csv"),
        ("标题\t内容\n".encode("utf-16"), "csv"),
    ],
)
def test_content_decides(data: bytes, kind: str):
    assert recognise(data, "misleading.pdf") == kind


@pytest.mark.parametrize("data", [b"", b"  \r\n\t", b"\x00\x00"])
def test_an_empty_file_is_called_empty(data: bytes):
    with pytest.raises(FileEmpty):
        recognise(data, "a.xlsx")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7", "a PDF document"),
        (OLE + "WordDocument".encode("utf-16-le"), "a Word document"),
        (b"<html><table>", "a web page saved under a workbook's name"),
        (b"<?xml version='1.0'?><Workbook/>", "an XML document"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\x01\x00\x02\x03", "a file of an unknown binary format"),
    ],
)
def test_other_formats_are_named(data: bytes, found: str):
    with pytest.raises(WrongFormat) as caught:
        recognise(data, "需求.xls")
    assert caught.value.params == {"filename": "需求.xls", "problem": found}


def test_an_encrypted_workbook_is_told_from_a_damaged_one():
    with pytest.raises(PasswordProtected):
        recognise(OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx")
