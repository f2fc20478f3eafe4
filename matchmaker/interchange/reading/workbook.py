"""Reads .xlsx and .xls workbooks in a process of their own, so that a hostile one cannot take the server down."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from matchmaker.interchange.cells import Cell
from matchmaker.interchange.errors import FileDamaged, FileRefused, PasswordProtected, TooMuchData
from matchmaker.interchange.reading.limits import TOO_MUCH, Limits
from matchmaker.interchange.reading.sheet import Merge, Sheet, filled
from matchmaker.locale import N_

PROGRAM = Path(__file__).with_name("parsing_process.py")

RESTORED: dict[str, Callable[[Any], Cell]] = {
    "m": datetime.fromisoformat,
    "d": date.fromisoformat,
    "t": time.fromisoformat,
    "s": lambda seconds: timedelta(seconds=seconds),
}


@dataclass(frozen=True, slots=True)
class Workbook:
    """What could be read of a workbook: its visible sheets, and the names of those that were not read."""

    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()
    oversized: tuple[str, ...] = ()


def read_workbook(data: bytes, filename: str, limits: Limits) -> Workbook:
    """The visible sheets of a workbook with merged cells filled.

    Of several sheets those that are too tall or too wide are left out and named; where no other holds anything, the
    file is refused. Raises `FileDamaged`, `PasswordProtected` and `TooMuchData`.
    """
    answer = _ask(data, filename, limits)
    _refuse(answer, filename)
    visible = [raw for raw in answer["sheets"] if not raw["hidden"]]
    problems = {raw["name"]: _size_problem(raw, filename, limits) for raw in visible}
    sheets = tuple(_sheet(raw, limits) for raw in visible if problems[raw["name"]] is None)
    too_large = [problem for problem in problems.values() if problem is not None]
    if too_large and not any(sheet.rows for sheet in sheets):
        raise too_large[0]
    return Workbook(
        sheets=sheets,
        hidden=tuple(raw["name"] for raw in answer["sheets"] if raw["hidden"]),
        oversized=tuple(name for name, problem in problems.items() if problem is not None),
    )


def _ask(data: bytes, filename: str, limits: Limits) -> dict[str, Any]:
    """Run the parsing process and take its answer."""
    bounds = {
        "memory": limits.memory,
        "cpu_seconds": math.ceil(limits.seconds),
        "sheets": limits.sheets,
        "rows": limits.rows,
        "columns": limits.columns,
        "cells": limits.cells,
        "characters": limits.characters,
    }
    # -P: nothing is imported from beside the program or from the working folder.
    command = [sys.executable, "-P", str(PROGRAM), json.dumps(bounds)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=limits.seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise FileDamaged(filename=filename, problem=N_("reading it takes too long")) from error
    if done.returncode != 0:
        raise FileDamaged(filename=filename, problem=N_("it asks for far more memory than a table needs"))
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _refuse(answer: Mapping[str, Any], filename: str) -> None:
    error = answer.get("error")
    if error == "password":
        raise PasswordProtected(filename=filename)
    if error == "damaged":
        raise FileDamaged(filename=filename, problem=N_("it does not hold what a workbook must hold"))
    if error == "too_much":
        problem, limit = TOO_MUCH[answer["what"]], answer["limit"]
        raise TooMuchData(filename=filename, problem=problem, found=f"> {limit}", limit=limit)


def _size_problem(raw: Mapping[str, Any], filename: str, limits: Limits) -> FileRefused | None:
    for key, what, limit in (("height", "rows", limits.rows), ("width", "columns", limits.columns)):
        if raw.get(key, 0) > limit:
            return TooMuchData(filename=filename, problem=TOO_MUCH[what], found=raw[key], limit=limit)
    return None


def _sheet(raw: Mapping[str, Any], limits: Limits) -> Sheet:
    rows = [[_restored(value) for value in row] for row in raw["rows"]]
    merges = tuple(Merge(*merge) for merge in raw.get("merges", []))
    return Sheet(name=raw["name"], rows=filled(rows, merges, limits.cells), merges=merges)


def _restored(value: Any) -> Cell:
    if isinstance(value, list):
        kind, raw = value
        return RESTORED[kind](raw)
    cell: Cell = value
    return cell
