"""`matchmaker demo` as somebody types it the second time, and where it cannot run."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from matchmaker.bootstrap import Application
from matchmaker.cli import main
from matchmaker.demo.accounts import DEMO_PASSWORD
from matchmaker.demo.data import demo_data
from matchmaker.demo.marks import holds_demo
from tests.demo.conftest import told_file  # noqa: F401  # the loaded database of the demo's own tests

pytestmark = pytest.mark.xdist_group("demo")
FACTOR = "MATCHMAKER_SECOND_FACTOR_REQUIRED"


class Executed(Exception):
    """Raised in place of becoming another program."""


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A data folder of one's own; what the command sets is put back at the end; it never becomes a server."""
    monkeypatch.setenv("MATCHMAKER_DATA_DIR", str(tmp_path))
    for name in (FACTOR, "MATCHMAKER_BASE_URL"):
        monkeypatch.setenv(name, "taken back at the end")
        monkeypatch.delenv(name)

    def execute(program: str, arguments: list[str]) -> None:
        raise Executed(Path(program).name, arguments[1:], os.environ.get(FACTOR), os.environ.get("MATCHMAKER_BASE_URL"))

    monkeypatch.setattr(os, "execv", execute)


@pytest.fixture
def loaded(told_file: Path, tmp_path: Path) -> None:  # noqa: F811
    """The whole demo in the data folder."""
    (tmp_path / "matchmaker.sqlite3").write_bytes(told_file.read_bytes())


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["demo", *arguments])


def test_the_second_time_it_prints_the_accounts_and_serves_on_this_machine_only(
    loaded: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Application, "search", property(lambda self: pytest.fail("the model was loaded for nothing")))
    port = free_port()
    result = run("--port", str(port))
    assert isinstance(result.exception, Executed)
    assert result.exception.args == (
        "matchmaker", ["serve", "--host", "127.0.0.1", "--port", str(port)], "false", f"http://127.0.0.1:{port}",
    )  # fmt: skip
    for row in demo_data().rows("account"):
        assert f"demo-{row['username']}" in result.stdout
    assert result.stdout.count(DEMO_PASSWORD) == len(demo_data().rows("account"))
    assert f"http://127.0.0.1:{port}/" in result.stdout
    assert "no second factor" in result.stderr


def test_the_operators_own_setting_of_the_second_factor_stays(loaded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FACTOR, "true")
    result = run("--port", str(free_port()))
    assert isinstance(result.exception, Executed)
    assert result.exception.args[2] == "true"
    assert "second factor" not in result.stderr


def test_a_port_that_is_taken_is_told_with_another_one_before_anything_is_loaded(
    taken_port: int, tmp_path: Path
) -> None:
    result = run("--port", str(taken_port))
    assert result.exit_code == 1
    assert f"Port {taken_port} is taken" in result.stderr
    assert "matchmaker demo --port " in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_model_it_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MATCHMAKER_CACHE_DIR", str(tmp_path / "cache"))
    result = run("--no-serve")
    assert result.exit_code == 1
    assert "matchmaker model fetch" in result.stderr


def test_never_in_production(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MATCHMAKER_ENVIRONMENT", "production")
    result = run("--no-serve")
    assert (result.exit_code, "in production" in result.stderr) == (1, True)


def test_a_reset_throws_the_demo_away_and_begins_anew(
    loaded: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from matchmaker.database import open_database

    monkeypatch.setenv("MATCHMAKER_CACHE_DIR", str(tmp_path / "cache"))  # without a model it ends before loading
    assert run("--no-serve", "--reset").exit_code == 1
    database = open_database(f"sqlite:///{tmp_path / 'matchmaker.sqlite3'}")
    assert not holds_demo(database)
    database.dispose()
