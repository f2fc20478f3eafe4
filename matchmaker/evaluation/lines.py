"""The objects of JSON lines and the records of a CSV; what cannot be read is named by the number of its line."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from matchmaker.evaluation.errors import BadEvaluationFile

LONGEST_FIELD = 2**31 - 1
SURROGATE = re.compile("[\ud800-\udfff]")


def json_objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each object with the number of its line; blank lines are passed over. Raises `BadEvaluationFile`."""
    for line, text in enumerate(_text(path).split("\n"), start=1):
        if text.strip():
            yield line, _object(path, line, text)


def csv_records(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each record by column with the number of its last line. Raises `BadEvaluationFile`, too where one of `columns`
    is missing."""
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.DictReader(StringIO(_text(path), newline=""))
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        raise BadEvaluationFile(path=path, line=1, reason=f"the column {missing[0]} is missing")
    try:
        for row in reader:
            if any(row[name] is None for name in columns):
                raise BadEvaluationFile(path=path, line=reader.line_num, reason="a column is missing")
            yield reader.line_num, row
    except csv.Error as error:
        raise BadEvaluationFile(path=path, line=reader.line_num, reason=f"it is not CSV ({error})") from error


def _text(path: Path) -> str:
    """The text of a file, line ends as they are; a byte order mark is left out."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadEvaluationFile(path=path, line=line, reason="it is not UTF-8; save the file as UTF-8") from error


def _object(path: Path, line: int, text: str) -> dict[str, Any]:
    try:
        row = json.loads(text)
    except RecursionError as error:
        raise BadEvaluationFile(path=path, line=line, reason="it is nested without end") from error
    except ValueError as error:
        raise BadEvaluationFile(path=path, line=line, reason=f"it is not JSON ({error})") from error
    if not isinstance(row, dict):
        raise BadEvaluationFile(path=path, line=line, reason="it is not a JSON object")
    if "\\ud" in text.lower() and SURROGATE.search(json.dumps(row, ensure_ascii=False)):
        raise BadEvaluationFile(path=path, line=line, reason="it holds half a character (\\ud800 to \\udfff alone)")
    return row
