"""Writes tables as .csv that Excel opens rightly: UTF-8 with a mark, no formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from matchmaker.interchange.writing.texts import Exported, delimited_text
from matchmaker.interchange.writing.workbook import Column


def write_csv(columns: Sequence[Column], rows: Iterable[Sequence[Exported]]) -> bytes:
    """One table as comma-separated UTF-8 with a byte order mark and CRLF line ends."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([delimited_text(column.header) for column in columns])
    for row in rows:
        writer.writerow([delimited_text(value) for value in row])
    return buffer.getvalue().encode("utf-8-sig")
