"""`matchmaker person`: found, written to a file, erased only with the name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from matchmaker.cli import main
from matchmaker.cli.context import open_work
from matchmaker.services.contact_edit import set_contact
from tests.support.builders import an_expert

MOBILE = "13800007777"


@pytest.fixture
def ref(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("MATCHMAKER_DATA_DIR", str(tmp_path / "data"))
    run("db", "upgrade")
    with open_work() as work:
        row = an_expert(work, name="蔺予安")
        set_contact(work=work, owner=row, values={"name": "蔺予安", "mobile": MOBILE})
        return row.ref


def run(*arguments: str, code: int = 0) -> Result:
    done = CliRunner().invoke(main, list(arguments))
    assert done.exit_code == code, (done.output, done.exception)
    return done


def found(words: str) -> list[dict[str, Any]]:
    return json.loads(run("person", "find", words, "--json").stdout)


def test_found_by_number(ref: str) -> None:
    assert found(MOBILE) == [{"kind": "expert", "name": "蔺予安", "of": "蔺予安", "ref": ref, "contact": None}]
    assert run("person", "find", "予安").stdout == f"expert\t蔺予安\t蔺予安\t{ref}\n"


def test_the_file_is_for_its_owner_only(ref: str, tmp_path: Path) -> None:
    out = tmp_path / "person.json"
    run("person", "export", ref, "--out", str(out))
    assert MOBILE in out.read_text(encoding="utf-8")
    assert out.stat().st_mode & 0o077 == 0
    assert "must end in one of: .json, .xlsx" in run("person", "export", ref, "--out", "x.pdf", code=2).stderr


def test_erasing_tells_first_and_wants_the_name(ref: str) -> None:
    told = run("person", "erase", ref)
    assert json.loads(told.stdout)["removed"]["contact"] == 1
    assert "Nothing is erased yet" in told.stderr
    assert "not the name of the person" in run("person", "erase", ref, "--name", "林予安", code=1).stderr
    assert len(found(MOBILE)) == 1
    assert "Backups made before" in run("person", "erase", ref, "--name", "蔺予安", "--why", "asked").stderr
    assert found(MOBILE) == []
    assert run("audit", "verify", "--json").exit_code == 0
