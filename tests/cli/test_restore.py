"""`matchmaker restore`: what cannot be put in place is told in one line, as a restore."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from tests.cli.test_forms import Terminal


@pytest.mark.parametrize(("file", "words"), [
    ("torn.tar", "is no backup of this service"),
    ("other.tar", "the backup is of another kind of database (PostgreSQL)"),
])  # fmt: skip
def test_what_cannot_be_restored_is_told_as_a_restore(tmp_path: Path, file: str, words: str) -> None:
    source = tmp_path / file
    if file == "torn.tar":
        source.write_text("no archive", encoding="utf-8")
    else:
        tarfile.open(source, "w").close()
    done = Terminal(MATCHMAKER_DATA_DIR=str(tmp_path / "data")).run("restore", str(source), code=1)
    (line,) = done.stderr.splitlines()
    assert line.startswith("Error: Nothing was restored: ")
    assert words in line
