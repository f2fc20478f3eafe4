"""`matchmaker import`: a table that holds nothing is told from one that holds nothing new."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.cli.test_forms import GOOD, HEAD, Terminal


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_table_without_a_row_is_said_to_be_empty(tmp_path: Path, suffix: str) -> None:
    terminal = Terminal(MATCHMAKER_DATA_DIR=str(tmp_path / "data"))
    terminal.run("db", "upgrade")
    table = tmp_path / f"needs.{suffix}"
    if suffix == "csv":
        table.write_text(HEAD, encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        book.active.append(HEAD.strip().split(","))
        book.save(table)
    done = terminal.run("import", "needs", str(table), "--json")
    assert done.stderr.splitlines()[-1] == "Warning: There are no rows below the header (row 1); nothing was taken."
    assert json.loads(done.stdout)["taken"] == 0
    table = tmp_path / "whole.csv"
    table.write_text(HEAD + GOOD, encoding="utf-8")
    assert "no rows" not in terminal.run("import", "needs", str(table), "--json").stderr
