"""Opens a file of any kind that can be imported: checks it, recognises it by content, and gives its sheets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from matchmaker.interchange.errors import FileTooLarge, NoTableFound
from matchmaker.interchange.reading.archive import check_archive
from matchmaker.interchange.reading.decoding import decode
from matchmaker.interchange.reading.delimited import read_delimited
from matchmaker.interchange.reading.formats import recognise
from matchmaker.interchange.reading.json_lines import read_json_lines
from matchmaker.interchange.reading.limits import MB, Limits
from matchmaker.interchange.reading.sheet import Sheet
from matchmaker.interchange.reading.workbook import read_workbook


@dataclass(frozen=True, slots=True)
class Opened:
    """The sheets of a file that hold anything.

    `format` is xlsx, xls, csv or jsonl. `hidden` and `oversized` name sheets that were not read; `bad_lines` numbers
    the lines of a JSON lines file that hold no JSON object.
    """

    format: str
    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()
    oversized: tuple[str, ...] = ()
    bad_lines: tuple[int, ...] = ()


def open_file(source: Path | bytes, filename: str, limits: Limits) -> Opened:
    """Read a file within `limits`. Raises the subclasses of `FileRefused`, and OSError for a path that is not there."""
    data = _load(source, filename, limits)
    kind = recognise(data, filename)
    opened = (
        _open_workbook(data, kind, filename, limits)
        if kind in ("xlsx", "xls")
        else _open_text(data, kind, filename, limits)
    )
    if not opened.sheets and not opened.bad_lines:
        raise NoTableFound(filename=filename)
    return opened


def _load(source: Path | bytes, filename: str, limits: Limits) -> bytes:
    size = source.stat().st_size if isinstance(source, Path) else len(source)
    if size > limits.file_bytes:
        raise FileTooLarge(filename=filename, size=-(-size // MB), limit=limits.file_bytes // MB)
    return source.read_bytes() if isinstance(source, Path) else source


def _open_workbook(data: bytes, kind: str, filename: str, limits: Limits) -> Opened:
    if kind == "xlsx":
        check_archive(data, filename, limits)
    workbook = read_workbook(data, filename, limits)
    sheets = tuple(sheet for sheet in workbook.sheets if sheet.rows)
    return Opened(kind, sheets, hidden=workbook.hidden, oversized=workbook.oversized)


def _open_text(data: bytes, kind: str, filename: str, limits: Limits) -> Opened:
    text = decode(data, filename)
    if kind == "jsonl":
        sheet, bad_lines = read_json_lines(text, filename, limits)
        return Opened(kind, (sheet,) if sheet.width else (), bad_lines=bad_lines)
    sheet = read_delimited(text, filename, limits)
    return Opened(kind, (sheet,) if sheet.rows else ())
