"""`make audit` is strict: what could not be asked, or could not be found, is never a pass (trap 12)."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# how pip-audit ends -> whether that is a pass
CASES = {"clean": (0, True), "vulnerable": (1, False)}


def run(tmp_path: Path, script: str) -> subprocess.CompletedProcess[str]:
    """`make audit` with a stand-in for pip-audit."""
    stand_in = tmp_path / "pip-audit"
    stand_in.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    stand_in.chmod(0o755)
    return subprocess.run(
        ["make", "--no-print-directory", "audit", f"AUDIT={stand_in}"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_its_end_is_the_end_of_the_target(tmp_path: Path, case: str) -> None:
    code, passes = CASES[case]
    done = run(tmp_path, f"exit {code}")
    assert (done.returncode == 0) is passes
    assert ("this is no pass" in done.stdout) is not passes


def test_a_service_that_cannot_be_asked_fails(tmp_path: Path) -> None:
    """Without --strict pip-audit skips what it cannot ask for, and ends with 0."""
    done = run(tmp_path, 'case " $* " in *" --strict "*) exit 1;; *) echo skipped; exit 0;; esac')
    assert done.returncode != 0
    assert "skipped" not in done.stdout


def test_every_pinned_dependency_is_asked_for(tmp_path: Path) -> None:
    done = run(tmp_path, 'echo "$*"')
    assert "-r constraints.txt" in done.stdout
    assert (ROOT / "constraints.txt").read_text(encoding="utf-8").count("==") > 50
