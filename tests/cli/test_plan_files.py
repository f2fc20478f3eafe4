"""`matchmaker plan`: what is given and where the result goes, when either is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from matchmaker.cli import main
from tests.cli.plan_scene import Store, campaign, run


@pytest.mark.parametrize("name", ["visits", "pairs", "meetings", "trips"])
def test_a_wrong_document_is_an_error_in_one_line(tmp_path: Path, store: Store, name: str) -> None:
    result, document = run(tmp_path, name, store({"dates": "x", "slots": "x", "demand": "x"}))
    assert (result.exit_code, document, result.stdout) == (1, None, "")
    assert len(result.stderr.strip().splitlines()) == 1
    (tmp_path / "no.json").write_text("{", encoding="utf-8")
    result, _ = run(tmp_path, name, str(tmp_path / "no.json"))
    assert result.exit_code == 1
    assert "is not JSON" in result.stderr


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "bom.json"
    path.write_text(json.dumps(campaign()), encoding="utf-8-sig")
    assert run(tmp_path, "visits", str(path), "--rounds", "0")[0].exit_code == 0


@pytest.mark.parametrize(
    ("text", "told"), [("[" * 100_000, "nested without end"), ('{"dates": ' + "9" * 5000 + "}", "is not JSON")]
)
def test_what_no_reader_takes_is_a_plain_error(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "odd.json"
    path.write_text(text, encoding="utf-8")
    result, written = run(tmp_path, "visits", str(path))
    assert (result.exit_code, written) == (1, None)
    assert told in result.output


def test_a_result_in_a_folder_that_is_not_there_is_refused_before_the_search(tmp_path: Path, store: Store) -> None:
    out = str(tmp_path / "nowhere" / "plan.json")
    result = CliRunner().invoke(main, ["plan", "visits", store(campaign()), "--out", out])
    assert result.exit_code == 2
    assert "nowhere' does not exist. Make it, or name another." in result.output


def test_a_result_that_cannot_be_written_is_a_plain_error(tmp_path: Path, store: Store) -> None:
    result = CliRunner().invoke(main, ["plan", "visits", store(campaign()), "--rounds", "0", "--out", "/dev/full"])
    assert result.exit_code == 1
    assert "/dev/full cannot be written: No space left on device" in result.output


@pytest.mark.parametrize("seconds", ["nan", "inf"])
def test_seconds_are_a_finite_number(tmp_path: Path, store: Store, seconds: str) -> None:
    assert run(tmp_path, "visits", store(campaign()), "--seconds", seconds)[0].exit_code == 2


def test_a_lock_that_is_wrong_is_named_by_its_number(tmp_path: Path, store: Store) -> None:
    given = campaign() | {"locks": [{"expert": 0, "enterprise": 0}, {"expert": 0}]}
    assert "locks[1].enterprise: This field is missing." in run(tmp_path, "visits", store(given))[0].output
