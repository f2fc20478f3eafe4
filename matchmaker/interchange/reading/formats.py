"""Says what a file is by its content; its name is never asked."""

from __future__ import annotations

from matchmaker.interchange.errors import FileEmpty, PasswordProtected, WrongFormat

ZIP = b"PK\x03\x04"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

# What begins so is not a table that can be imported.
FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
)
HTML_STARTS = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<body", b"<style")
OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("WordDocument", "a Word document"),
    ("PowerPoint Document", "a PowerPoint document"),
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
            raise WrongFormat(filename=filename, found=found)
    return _text(data, filename)


def _ole(data: bytes, filename: str) -> str:
    """An old Office container: only one that holds a workbook will do."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise PasswordProtected(filename=filename)
    for stream, found in OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            raise WrongFormat(filename=filename, found=found)
    return "xls"


def _text(data: bytes, filename: str) -> str:
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(HTML_STARTS):
        raise WrongFormat(filename=filename, found="a web page saved under a workbook's name")
    if start.startswith(b"<?xml") or start.startswith(b"<workbook"):
        raise WrongFormat(filename=filename, found="an XML document")
    if b"\x00" in data and not data.startswith(UTF16_MARKS):
        raise WrongFormat(filename=filename, found="a file of an unknown binary format")
    return "jsonl" if start.startswith(b"{") else "csv"
