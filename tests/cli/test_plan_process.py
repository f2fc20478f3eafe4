"""`matchmaker plan` in a process of its own: lean imports, clean standard output, a signal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.cli.plan_scene import Store, campaign


def test_imports_neither_torch_nor_faiss_nor_sqlalchemy(tmp_path: Path, store: Store) -> None:
    """In a process of its own; standard output holds the figures and nothing that the solver says."""
    script = (
        "import sys; from matchmaker.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "bad = {'torch', 'faiss', 'sqlalchemy', 'flask', 'embeddings', 'scipy'} & set(sys.modules)\n"
        "assert not bad, bad\n"
    )
    command = [sys.executable, "-c", script, "plan", "visits", store(campaign()), "--out", str(tmp_path / "plan.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)) >= {"value", "bound", "seconds"}


def test_a_signal_ends_the_search_and_keeps_the_plan(tmp_path: Path, store: Store) -> None:
    given = store(campaign(experts=40, enterprises=50, needs=110, seed=2))
    out = tmp_path / "plan.json"
    script = "from matchmaker.cli import main; main()"
    command = [sys.executable, "-c", script, "plan", "visits", given, "--seconds", "120", "--out", str(out)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as process:
        assert process.stderr is not None
        assert any("dive" in line for line in process.stderr)
        began = time.monotonic()
        os.kill(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert time.monotonic() - began < 30
    assert json.loads(out.read_text(encoding="utf-8"))["stopped"] == "cancelled"
