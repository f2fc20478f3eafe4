"""What `serve` starts, and what it says first: no preload, one thread of arithmetic, the note about SQLite (N2)."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from matchmaker.cli import main, serve
from matchmaker.cli.supervisor import Child
from matchmaker.settings import Settings


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"MATCHMAKER_DATA_DIR": str(tmp_path / "data"), "MATCHMAKER_ENVIRONMENT": "testing"}


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Child]:
    """The children that would be supervised."""
    seen: list[Child] = []
    monkeypatch.setattr(serve, "supervise", seen.extend)
    return seen


@pytest.mark.parametrize("at_risk", [True, False])
def test_one_line_at_the_start_names_a_sqlite_that_may_corrupt(
    environment: dict[str, str], started: list[Child], monkeypatch: pytest.MonkeyPatch, at_risk: bool
) -> None:
    monkeypatch.setattr(serve, "sqlite_is_in_corruption_range", lambda: at_risk)
    runner = CliRunner()
    assert runner.invoke(main, ["db", "upgrade"], env=environment).exit_code == 0
    done = runner.invoke(main, ["serve", "--port", "8123"], env=environment)
    assert (done.exit_code, done.stdout) == (0, "")
    noted = [line for line in done.stderr.splitlines() if "WAL-reset bug" in line]
    assert len(noted) == int(at_risk)
    assert [child.name for child in started] == ["web", "worker 1"]


def test_another_schema_is_not_served(environment: dict[str, str], started: list[Child]) -> None:
    done = CliRunner().invoke(main, ["serve"], env=environment)
    assert (done.exit_code, started) == (1, [])
    assert "matchmaker db upgrade" in done.stderr


def test_no_process_forks_after_the_model_ran_and_each_computes_on_one_thread() -> None:
    """Traps 1 and the threads of a web worker: nothing is preloaded; every process imports its libraries itself."""
    settings = Settings(_env_file=None, web_workers=2, job_workers=2)
    made = serve.children(settings, "127.0.0.1", 8000)
    assert [child.name for child in made] == ["web", "worker 1", "worker 2"]
    for child in made:
        assert not [part for part in child.command if "preload" in part]
        assert child.environment["OMP_NUM_THREADS"] == "1"
        assert child.environment["OMP_WAIT_POLICY"] == "PASSIVE"
        assert child.environment["TOKENIZERS_PARALLELISM"] == "false"
        assert child.environment["MALLOC_ARENA_MAX"] == "1"
    web = made[0].command
    assert web[web.index("--worker-class") + 1] == "gthread"
    assert web[web.index("--workers") + 1] == "2"
    assert "--no-control-socket" in web
