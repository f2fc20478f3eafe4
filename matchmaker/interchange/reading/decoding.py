"""Text files as text: UTF-8 with or without a mark, UTF-16 with one, or GB 18030 (which contains GBK and GB 2312)."""

from __future__ import annotations

import codecs

from matchmaker.interchange.errors import EncodingUnknown

MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, filename: str) -> str:
    """The text of a file. Chinese text in GBK is never valid UTF-8 for long, so UTF-8 is tried first.

    Raises `EncodingUnknown` with the first byte that fits neither.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, filename)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(data, "gb18030", filename)


def _strictly(data: bytes, encoding: str, filename: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise EncodingUnknown(filename=filename, position=error.start) from error
