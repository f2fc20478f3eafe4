"""Delimited text (.csv and its kin) as a sheet; the delimiter is found by trying."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from matchmaker.interchange.cells import Cell
from matchmaker.interchange.errors import FileDamaged, QuoteNeverCloses, TooMuchData
from matchmaker.interchange.reading.limits import TOO_MUCH, Limits
from matchmaker.interchange.reading.sheet import Sheet
from matchmaker.locale import N_

DELIMITERS = (",", "\t", ";", "|", "，")
SAMPLE_RECORDS = 60
END = "\x00end"  # no text that is read here holds a zero byte
# An apostrophe before these marks a text that a spreadsheet would take for a formula (see `writing/delimited.py`).
GUARDED = re.compile(r"'(?='*[=+\-@\t\r\n])")


def read_delimited(text: str, filename: str, limits: Limits) -> Sheet:
    """The records of a delimited text; a record is a row of the sheet, whatever lines it spans.

    Raises `FileDamaged`, `QuoteNeverCloses` and `TooMuchData`.
    """
    rows: list[tuple[Cell, ...]] = []
    cells = 0
    for record in _records(text, best_delimiter(text, limits), filename, limits):
        rows.append(tuple(_value(field) for field in record))
        cells += len(record)
        _check("rows", len(rows), limits.rows, filename)
        _check("columns", len(record), limits.columns, filename)
        _check("cells", cells, limits.cells, filename)
    while rows and not any(rows[-1]):
        rows.pop()
    return Sheet(name=filename, rows=tuple(rows))


def best_delimiter(text: str, limits: Limits) -> str:
    """The delimiter under which most of the first records have the same number of fields; of equals the more fields."""

    def merit(delimiter: str) -> tuple[float, int]:
        records = [record for record in _sample(text, delimiter, limits) if any(field.strip() for field in record)]
        counts = Counter(len(record) for record in records if len(record) > 1)
        if not counts:
            return (0.0, 0)
        fields, agreeing = max(counts.items(), key=lambda item: (item[1], item[0]))
        return (agreeing / len(records), fields)

    return max(DELIMITERS, key=merit)


def _sample(text: str, delimiter: str, limits: Limits) -> list[list[str]]:
    try:
        return list(islice(_reader(text, delimiter, limits), SAMPLE_RECORDS))
    except csv.Error:
        return []


def _reader(text: str, delimiter: str, limits: Limits) -> Iterator[list[str]]:
    # The limit of the csv module is one for the whole process; it is set to the same constant everywhere.
    csv.field_size_limit(limits.characters)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _records(text: str, delimiter: str, filename: str, limits: Limits) -> list[list[str]]:
    """The records; a line of our own at the end tells by its absence that a quote swallowed it."""
    closed = text if text.endswith(("\n", "\r")) else text + "\n"
    try:
        records = list(islice(_reader(closed + END, delimiter, limits), limits.rows + 2))
    except csv.Error as error:
        raise FileDamaged(filename=filename, problem=N_("its quotes and delimiters do not fit together")) from error
    if len(records) <= limits.rows + 1 and records.pop() != [END]:
        raise QuoteNeverCloses(filename=filename, row=len(records) + 1)
    return records


def _value(field: str) -> Cell:
    return GUARDED.sub("", field, count=1) if field.startswith("'") else (field or None)


def _check(what: str, found: int, limit: int, filename: str) -> None:
    if found > limit:
        raise TooMuchData(filename=filename, problem=TOO_MUCH[what], found=found, limit=limit)
