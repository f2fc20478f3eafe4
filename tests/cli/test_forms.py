"""The forms that others rely on: keys of the results, exit codes, and results alone on standard output."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from embeddings.model_store import ModelFolder
from matchmaker import schema
from matchmaker.cli import COMMANDS, main
from matchmaker.database import open_database
from matchmaker.models import Embedding
from matchmaker.ranking.engine import Engine
from tests.embeddings.conftest import tiny, tiny_folder, wheel  # noqa: F401  (fixtures)
from tests.ranking.conftest import encoder, engine, space  # noqa: F401  (fixtures)
from tests.test_wiring import of_this_model, settings_of

HEAD = "企业名称,技术需求名称,需求内容,所属县区\n"
GOOD = "示例机械有限公司,锂离子电池材料,希望寻找锂离子电池材料的开发团队，循环寿命1000次。,泰山区\n"
EXPERTS = (
    {"id": "e1", "title": "示例大学电池材料团队", "text": "研究锂离子电池材料。"},
    {"id": "e2", "title": "示例大学矿山隧道团队", "text": "研究矿山隧道掘进。"},
)


class Terminal:
    """Runs `matchmaker` with settings of its own. Every line on standard output has to be of the result."""

    def __init__(self, **environment: str) -> None:
        self.environment = environment

    def run(self, *arguments: str, code: int = 0) -> Result:
        done = CliRunner().invoke(main, list(arguments), env=self.environment)
        assert done.exit_code == code, (done.output, done.exception)
        assert "Traceback" not in done.output
        return done

    def json(self, *arguments: str, code: int = 0) -> Any:
        return json.loads(self.run(*arguments, code=code).stdout)


@pytest.fixture
def terminal(tmp_path: Path, tiny_folder: ModelFolder, engine: Engine) -> Terminal:  # noqa: F811
    """A service with a tiny model and weights of its own."""
    settings = settings_of(tmp_path, tiny_folder, weights=tmp_path / "own")
    of_this_model(engine, settings, tmp_path / "own")
    terminal = Terminal(
        MATCHMAKER_DATA_DIR=str(settings.data_dir),
        MATCHMAKER_CACHE_DIR=str(settings.cache_dir),
        MATCHMAKER_MODEL=settings.model,
        MATCHMAKER_WEIGHTS=str(settings.weights),
    )
    done = terminal.run("db", "upgrade")
    assert (done.stdout, done.stderr) == ("", f"empty -> {schema.head_revision()}\n")
    return terminal


def a_file(folder: Path, *lines: str) -> str:
    path = folder / "需求.csv"
    path.write_text(HEAD + "".join(lines), encoding="utf-8")
    return str(path)


def test_db_check_says_the_revision_or_what_to_run(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal.run("db", "check").stdout == f"ok, revision {schema.head_revision()}\n"
    empty = Terminal(MATCHMAKER_DATA_DIR=str(tmp_path / "empty")).run("db", "check", code=1)
    assert (empty.stdout, "matchmaker db upgrade" in empty.stderr) == ("", True)


def test_import_tells_what_became_of_every_row_and_a_second_run_changes_nothing(
    terminal: Terminal, tmp_path: Path
) -> None:
    file = a_file(tmp_path, GOOD, "示例食品有限公司,,,泰山区\n", GOOD)
    first = terminal.json("import", "needs", file, "--json")
    assert set(first) >= {"taken", "updated", "unchanged", "skipped", "warnings"}
    assert (first["taken"], first["updated"], first["unchanged"]) == (1, 0, 0)
    assert [set(entry) for entry in first["skipped"]] == [{"row", "reason"}] * 2
    assert [entry["row"] for entry in first["skipped"]] == [3, 4]
    for warning in first["warnings"]:
        assert set(warning) == {"row", "field", "text"}
    second = terminal.json("import", "needs", file, "--json")
    assert (second["taken"], second["updated"], second["unchanged"]) == (0, 0, 1)


def test_all_or_nothing_takes_nothing_and_fails_with_the_rows(terminal: Terminal, tmp_path: Path) -> None:
    file = a_file(tmp_path, GOOD, "示例食品有限公司,,,泰山区\n")
    refused = terminal.run("import", "needs", file, "--all-or-nothing", "--json", code=1)
    assert refused.stdout == ""
    assert "row 3: " in refused.stderr
    assert terminal.json("import", "needs", a_file(tmp_path, GOOD), "--json")["taken"] == 1


def test_suggest_gives_grade_candidates_and_evidence_or_why_none(terminal: Terminal, tmp_path: Path) -> None:
    terminal.json("import", "needs", a_file(tmp_path, GOOD), "--json")
    experts = tmp_path / "teams.jsonl"
    experts.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in EXPERTS), encoding="utf-8")
    assert terminal.json("import", "experts", str(experts), "--json")["taken"] == 2
    (report,) = terminal.json("suggest", "--all", "--json")
    assert {"need", "title", "grade", "candidates", "reason", "hints"} <= set(report)
    assert bool(report["candidates"]) is not bool(report["reason"]) or report["grade"] == "weak"
    for candidate in report["candidates"]:
        assert {"name", "grade", "score", "passage", "supports", "doubts"} <= set(candidate)
    (again,) = terminal.json("suggest", "--need", report["need"], "--json")
    assert [row["suggestion"] for row in again["candidates"]] == [row["suggestion"] for row in report["candidates"]]
    assert "match:" in terminal.run("suggest", "--all", "--json").stderr
    unknown = terminal.run("suggest", "--need", "0000000000", "--json", code=1)
    assert (unknown.stdout, "0000000000" in unknown.stderr) == ("", True)


def test_index_check_fails_on_any_difference_and_rebuild_mends_it(terminal: Terminal, tmp_path: Path) -> None:
    terminal.json("import", "needs", a_file(tmp_path, GOOD), "--json")
    terminal.run("index", "rebuild")
    found = terminal.json("index", "check")
    assert (found["missing"], found["surplus"], found["wrong"], found["waiting"]) == ([], [], [], 0)
    database = open_database(f"sqlite:///{terminal.environment['MATCHMAKER_DATA_DIR']}/matchmaker.sqlite3")
    with database.write() as session:
        session.execute(update(Embedding).values(vector=b"damaged!"))
    database.dispose()
    (Path(terminal.environment["MATCHMAKER_DATA_DIR"]) / "index.snapshot").unlink()
    broken = terminal.json("index", "check", code=1)
    assert len(broken["wrong"]) == found["passages"] == broken["waiting"]
    terminal.run("index", "rebuild")
    assert terminal.json("index", "check")["wrong"] == []


def test_without_a_model_results_stay_alone_on_standard_output(tmp_path: Path) -> None:
    terminal = Terminal(MATCHMAKER_DATA_DIR=str(tmp_path / "data"), MATCHMAKER_CACHE_DIR=str(tmp_path / "none"))
    terminal.run("db", "upgrade")
    found = terminal.run("index", "check")
    assert json.loads(found.stdout)["passages"] == 0
    assert "search by meaning is not available" in found.stderr
    refused = terminal.run("suggest", "--all", "--json", code=1)
    assert (refused.stdout, "matchmaker model fetch" in refused.stderr) == ("", True)


def test_backup_and_restore_print_what_they_made(terminal: Terminal, tmp_path: Path) -> None:
    terminal.json("import", "needs", a_file(tmp_path, GOOD), "--json")
    target = tmp_path / "backup.tar"
    assert terminal.run("backup", str(target)).stdout == f"{target}\n"
    terminal.run("restore", str(target), code=1)  # there is a database already
    other = Terminal(**terminal.environment | {"MATCHMAKER_DATA_DIR": str(tmp_path / "other")})
    other.run("restore", str(target))
    assert other.json("audit", "verify", "--json") == terminal.json("audit", "verify", "--json")


WRONG_USE: dict[str, tuple[str, ...]] = {
    "no such command": ("matches",),
    "no such kind": ("import", "people", __file__),
    "no such file": ("import", "needs", "/nowhere.xlsx"),
    "neither all nor one": ("suggest",),
    "both all and one": ("suggest", "--all", "--need", "x"),
    "no such option": ("db", "check", "--quickly"),
}


@pytest.mark.parametrize("name", WRONG_USE)
def test_wrong_use_ends_with_2_and_prints_no_result(tmp_path: Path, name: str) -> None:
    done = Terminal(MATCHMAKER_DATA_DIR=str(tmp_path)).run(*WRONG_USE[name], code=2)
    assert done.stdout == ""


@pytest.mark.parametrize("command", ["db upgrade", "db check", "doctor", "index check", "backup x.tar", "worker"])
def test_a_setting_that_cannot_be_read_is_one_line(tmp_path: Path, command: str) -> None:
    terminal = Terminal(MATCHMAKER_DATA_DIR=str(tmp_path), MATCHMAKER_WEB_THREADS="many")
    done = terminal.run(*command.split(), code=1)
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "Error: MATCHMAKER_WEB_THREADS: Input should be a valid integer, unable to parse string as an integer"
    ]


@pytest.mark.parametrize("command", ["db upgrade", "db check", "index check"])
def test_a_database_that_cannot_be_opened_is_one_line(tmp_path: Path, command: str) -> None:
    url = f"postgresql+psycopg://nobody@/nothing?host={tmp_path}"
    done = Terminal(MATCHMAKER_DATA_DIR=str(tmp_path), MATCHMAKER_DATABASE_URL=url).run(*command.split(), code=1)
    assert (done.stdout, done.stderr.startswith("Error: The database cannot be used: ")) == ("", True)


@pytest.mark.parametrize("command", ["db upgrade", "user list"])
def test_a_missing_driver_of_postgresql_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)  # what is not installed cannot be imported
    url = "postgresql+psycopg://nobody:secret@localhost/nothing"
    done = Terminal(MATCHMAKER_DATA_DIR=str(tmp_path), MATCHMAKER_DATABASE_URL=url).run(*command.split(), code=1)
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "Error: The driver of PostgreSQL is not installed. Install it with: pip install '.[postgres]'"
    ]


def test_an_address_of_another_kind_of_database_is_one_line(tmp_path: Path) -> None:
    url = "mysql://nobody:secret@localhost/nothing"
    done = Terminal(MATCHMAKER_DATA_DIR=str(tmp_path), MATCHMAKER_DATABASE_URL=url).run("db", "check", code=1)
    assert done.stderr.startswith("Error: MATCHMAKER_DATABASE_URL is no address of a database. ")
    assert "secret" not in done.stderr


def test_help_loads_nothing_heavy() -> None:
    heavy = ("torch", "faiss", "sentence_transformers", "openvino", "onnxruntime", "flask")
    program = (
        "import sys; from matchmaker.cli import main\n"
        "try: main(['--help'])\n"
        f"except SystemExit: print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert set(COMMANDS) <= set(done.stdout.split())


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "needs", "{file}", "--map", "nowhere.toml"),
        ("audit", "export", "--out", "{folder}/nowhere/audit.jsonl"),
    ],
    ids=["map", "audit"],
)
def test_a_file_that_cannot_be_used_is_told_in_one_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "needs.csv").write_text(HEAD + GOOD, encoding="utf-8")
    environment = {"MATCHMAKER_DATA_DIR": str(tmp_path / "data")}
    assert CliRunner().invoke(main, ["db", "upgrade"], env=environment).exit_code == 0
    given = [part.format(file=tmp_path / "needs.csv", folder=tmp_path) for part in arguments]
    done = CliRunner().invoke(main, given, env=environment)
    assert (done.exit_code, isinstance(done.exception, SystemExit)) == (1, True)
    assert "No such file or directory. Name another place, or mend this one." in done.output


def test_an_address_that_is_none_is_told_without_showing_it(tmp_path: Path) -> None:
    environment = {"MATCHMAKER_DATA_DIR": str(tmp_path), "MATCHMAKER_DATABASE_URL": "nonsense-password"}
    done = CliRunner().invoke(main, ["db", "check"], env=environment)
    assert (done.exit_code, isinstance(done.exception, SystemExit)) == (1, True)
    assert "MATCHMAKER_DATABASE_URL is no address of a database." in done.output
    assert "nonsense-password" not in done.output
