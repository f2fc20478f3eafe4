"""JSON lines as a sheet: one object a line, its keys are the columns, the line's number is the row's number.

A JSON list of objects is taken too; an object's place in it, from 1, is the row's number then.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from matchmaker.interchange.cells import Cell
from matchmaker.interchange.errors import TooMuchData
from matchmaker.interchange.reading.limits import TOO_MUCH, Limits
from matchmaker.interchange.reading.sheet import Sheet


def read_json_lines(text: str, filename: str, limits: Limits) -> tuple[Sheet, tuple[int, ...]]:
    """The sheet (row 0 holds the keys, row i is line i) and the numbers of lines that are no JSON object.

    Lists become texts joined by “；”, inner objects their JSON. Raises `TooMuchData`.
    """
    objects: dict[int, Mapping[str, Cell]] = {}
    bad: list[int] = []
    lines = _lines(text)
    if len(lines) > limits.rows:
        raise TooMuchData(filename=filename, problem=TOO_MUCH["rows"], found=len(lines), limit=limits.rows)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            found = _object(line)
            if found is None:
                bad.append(number)
            else:
                objects[number] = found
    keys = list(dict.fromkeys(key for found in objects.values() for key in found))
    for what, count, limit in (
        ("columns", len(keys), limits.columns),
        ("cells", len(keys) * len(objects), limits.cells),
    ):
        if count > limit:
            raise TooMuchData(filename=filename, problem=TOO_MUCH[what], found=count, limit=limit)
    rows: list[tuple[Cell, ...]] = [tuple(keys)]
    for number in range(1, len(lines) + 1):
        record = objects.get(number, {})
        rows.append(tuple(record.get(key) for key in keys))
    return Sheet(name=filename, rows=tuple(rows), records=True), tuple(bad)


def _lines(text: str) -> list[str]:
    """The lines, or a line for each entry of a list."""
    if text.lstrip().startswith("["):
        try:
            return [json.dumps(entry, ensure_ascii=False) for entry in json.loads(text)]
        except (ValueError, RecursionError):
            pass  # no whole list: then every line that is no object is named
    # Not splitlines(): it also splits at characters that JSON allows inside a text.
    return text.split("\n")


def _object(line: str) -> Mapping[str, Cell] | None:
    """The cells of a line by key; None for a line that is not one JSON object (or is nested without end)."""
    try:
        value = json.loads(line)
        return {key: _cell(inner) for key, inner in value.items()} if isinstance(value, dict) else None
    except (ValueError, RecursionError):
        return None


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, list) and all(isinstance(item, str | int | float) for item in value):
        return "；".join(str(item) for item in value)
    return json.dumps(value, ensure_ascii=False)
