"""`model export | list | verify` with the real model: the graph is made once, listed, checked, and mended."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from embeddings import DEFAULT_MODEL, ModelFolder
from embeddings.exported.folder import WEIGHTS
from embeddings.exported.graph import processor_has
from matchmaker.cli import main
from matchmaker.ranking.encoder import fitting_adapter
from tests.support.model import cache_with, default_model

pytest.importorskip("openvino", reason="the exported graph needs: pip install '.[export]'")
# Two exports and the reference: half a minute, more on a busy machine.
pytestmark = [pytest.mark.model, pytest.mark.timeout(900)]

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def model() -> ModelFolder:
    return default_model()


@pytest.fixture(scope="module")
def cache(model: ModelFolder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with the model and no graph."""
    return cache_with(model, tmp_path_factory.mktemp("cache"))


@pytest.fixture
def run(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("MATCHMAKER_CACHE_DIR", str(cache))
    monkeypatch.setenv("MATCHMAKER_MODEL", DEFAULT_MODEL)

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["model", *arguments])

    return invoke


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_graph_is_made_once_listed_checked_and_made_anew_when_damaged(
    run: Run, model: ModelFolder, cache: Path
) -> None:
    adapter = fitting_adapter(model)
    assert adapter is not None
    reference = f"{model.model_id}+{adapter.short_id}"
    precision, mark = ("bf16", "~bf16") if processor_has("bf16") else ("f32", "")

    first = run("export")
    assert first.exit_code == 0, first.stderr
    (made,) = lines(first)
    path = cache / "graphs" / reference
    assert {name: made[name] for name in ("id", "reference", "precision", "path")} == {
        "id": reference + mark,
        "reference": reference,
        "precision": precision,
        "path": str(path),
    }
    assert made["least_cosine"] >= 0.9995
    assert "Exported." in first.stderr

    again = run("export")
    assert (again.exit_code, again.stdout) == (0, first.stdout)
    assert "Already exported and whole." in again.stderr

    rows = json.loads(run("list", "--json").stdout)
    size = sum(file.stat().st_size for file in path.iterdir() if file.name != "manifest.json")
    assert rows[-1] == {
        "name": "exported graph",
        "path": str(path),
        "installed": True,
        "model_id": reference + mark,
        "bytes": size,
    }
    assert run("list").stdout.splitlines()[-1] == f"exported graph\t{reference}{mark}\t{size / 1e6:.0f} MB\t{path}"

    verified = run("verify")
    assert verified.exit_code == 0
    assert [row["id"] for row in lines(verified)] == [model.model_id, reference + mark]

    weights = path / WEIGHTS
    whole = weights.read_bytes()
    weights.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    damaged = run("verify")
    assert damaged.exit_code == 1
    assert "graph.bin has other content than when it was made" in damaged.stderr
    assert "Run: matchmaker model export" in damaged.stderr

    mended = run("export")
    assert (mended.exit_code, lines(mended)) == (0, [made])
    assert weights.read_bytes() == whole
