"""Says what a file is by its content; its name is never asked."""

from __future__ import annotations

import re

from matchmaker.interchange.errors import FileEmpty, PasswordProtected, WrongFormat
from matchmaker.locale import N_

ZIP = b"PK\x03\x04"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

# What begins so is not a table that can be imported.
FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", N_("a PDF document")),
    (b"{\\rtf", N_("an RTF document")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"Rar!", N_("a RAR archive")),
    (b"7z\xbc\xaf", N_("a 7-Zip archive")),
    (b"\x1f\x8b", N_("a gzip archive")),
    (b"PK\x05\x06", N_("an empty ZIP archive")),
)
HTML_STARTS = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<body", b"<style")
JSON_START = re.compile(rb"(\[\s*)?\{")
OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("WordDocument", N_("a Word document")),
    ("PowerPoint Document", N_("a PowerPoint document")),
)


def recognise(data: bytes, filename: str) -> str:
    """`xlsx` (any ZIP: `archive.py` looks inside), `xls`, `jsonl` or `csv`.

    Raises `FileEmpty`, `PasswordProtected` and `WrongFormat`.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise FileEmpty(filename=filename)
    if data.startswith(ZIP):
        return "xlsx"
    if data.startswith(OLE):
        return _ole(data, filename)
    for start, found in FOREIGN:
        if data.startswith(start):
            raise WrongFormat(filename=filename, problem=found)
    return _text(data, filename)


def _ole(data: bytes, filename: str) -> str:
    """An old Office container: only one that holds a workbook will do."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise PasswordProtected(filename=filename)
    for stream, found in OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            raise WrongFormat(filename=filename, problem=found)
    return "xls"


def _text(data: bytes, filename: str) -> str:
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(HTML_STARTS):
        raise WrongFormat(filename=filename, problem=N_("a web page saved under a workbook's name"))
    if start.startswith(b"<?xml") or start.startswith(b"<workbook"):
        raise WrongFormat(filename=filename, problem=N_("an XML document"))
    if b"\x00" in data and not data.startswith(UTF16_MARKS):
        raise WrongFormat(filename=filename, problem=N_("a file of an unknown binary format"))
    return "jsonl" if JSON_START.match(start) else "csv"
