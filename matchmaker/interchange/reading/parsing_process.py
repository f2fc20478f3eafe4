"""The program of the separate process that parses a workbook: bytes in, JSON out.

A hostile workbook can abort the process that parses it (one cell in the last row and column makes the parser ask for
half a terabyte). So it is parsed here, under limits of memory and time, and only plain JSON goes back. Run by path,
not as a module: it needs python-calamine and nothing else.

Standard input: the workbook. First argument: JSON {memory, cpu_seconds, sheets, rows, columns, cells, characters}.
Standard output: {"sheets": [{name, hidden, rows, merges, height, width}]} or {"error": code, ...}.
A merge is [first row, first column, last row, last column], counted from 0.
Dates are ["d", ISO], times of day ["t", ISO], moments ["m", ISO], spans of time ["s", seconds].
"""

from __future__ import annotations

import datetime
import io
import json
import sys
from collections.abc import Callable
from typing import Any

import python_calamine as calamine


def limit_process(memory: int, cpu_seconds: int) -> None:
    """Bound this process where the system can (not on Windows)."""
    try:
        import resource  # Only on Unix.
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class TooMuch(Exception):
    """A bound of the whole workbook was passed."""

    def __init__(self, what: str, limit: int) -> None:
        super().__init__(what)
        self.what, self.limit = what, limit


# type -> how its values are written in JSON; bool and datetime stand before the types they derive from
WRITTEN: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (str, lambda value: value),
    (bool, lambda value: value),
    (int, lambda value: value),
    (float, lambda value: value),
    (datetime.datetime, lambda value: ["m", value.isoformat()]),
    (datetime.date, lambda value: ["d", value.isoformat()]),
    (datetime.time, lambda value: ["t", value.isoformat()]),
    (datetime.timedelta, lambda value: ["s", value.total_seconds()]),
)


def written(value: Any) -> Any:
    for kind, write in WRITTEN:
        if isinstance(value, kind):
            return write(value)
    return str(value)


class Budget:
    """Counts the cells and characters of all sheets."""

    def __init__(self, limits: dict[str, int]) -> None:
        self.limits = limits
        self.used = {"cells": 0, "characters": 0}

    def spend(self, what: str, amount: int) -> None:
        self.used[what] += amount
        if self.used[what] > self.limits[what]:
            raise TooMuch(what, self.limits[what])


def rows_of(sheet: calamine.CalamineSheet, budget: Budget) -> list[list[Any]]:
    """The rows of a sheet from A1 on, without the blank end of each and of the whole."""
    rows: list[list[Any]] = []
    for cells in sheet.to_python(skip_empty_area=False):
        row = [None if value == "" else written(value) for value in cells]
        while row and row[-1] is None:
            row.pop()
        budget.spend("cells", len(row))
        budget.spend("characters", sum(len(value) for value in row if isinstance(value, str)))
        rows.append(row)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def sheet_of(workbook: calamine.CalamineWorkbook, index: int, budget: Budget) -> dict[str, Any]:
    """One visible sheet; rows are left out of one that is too tall or too wide, which is told by its size."""
    sheet = workbook.get_sheet_by_index(index)
    end = sheet.end or (-1, -1)
    height, width = end[0] + 1, end[1] + 1
    answer: dict[str, Any] = {"rows": [], "height": height, "width": width}
    if height <= budget.limits["rows"] and width <= budget.limits["columns"]:
        answer["rows"] = rows_of(sheet, budget)
    merges = sheet.merged_cell_ranges or []
    answer["merges"] = [[*first, *last] for first, last in merges[: budget.limits["rows"]]]
    return answer


def parse(data: bytes, limits: dict[str, int]) -> dict[str, Any]:
    """The whole answer for one workbook."""
    budget = Budget(limits)
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = []
        for index, meta in enumerate(workbook.sheets_metadata[: limits["sheets"]]):
            hidden = meta.visible != calamine.SheetVisibleEnum.Visible
            readable = meta.typ == calamine.SheetTypeEnum.WorkSheet
            content = sheet_of(workbook, index, budget) if readable and not hidden else {"rows": []}
            sheets.append({"name": meta.name, "hidden": hidden, **content})
        return {"sheets": sheets}
    except TooMuch as error:
        return {"error": "too_much", "what": error.what, "limit": error.limit}
    except calamine.PasswordError:
        return {"error": "password"}
    except calamine.CalamineError as error:
        return {"error": "damaged", "problem": type(error).__name__}


def main() -> None:
    limits = json.loads(sys.argv[1])
    limit_process(limits["memory"], limits["cpu_seconds"])
    answer = parse(sys.stdin.buffer.read(), limits)
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())


if __name__ == "__main__":
    main()
