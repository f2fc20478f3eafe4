from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from embeddings.errors import ModelDamaged
from embeddings.model_store.manifest import (
    MANIFEST_NAME,
    check_files,
    folder_sha256,
    hash_files,
    loaded_files,
    write_manifest,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "1_Pooling").mkdir()
    (tmp_path / "1_Pooling" / "config.json").write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    (tmp_path / "README.md").write_text("about")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config.json").write_text("{}")
    return tmp_path


@pytest.fixture
def installed(folder: Path) -> Path:
    write_manifest(folder, hash_files(folder), name="m", origin={"wheel": "w"})
    return folder


def test_only_what_a_model_is_loaded_from_counts(installed: Path) -> None:
    assert loaded_files(installed) == ["1_Pooling/config.json", "model.safetensors"]


def test_the_folder_hash_is_that_of_the_sha256sum_listing(folder: Path) -> None:
    lines = "".join(
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n"
        for name in ("1_Pooling/config.json", "model.safetensors")
    )
    assert folder_sha256(hash_files(folder)) == hashlib.sha256(lines.encode()).hexdigest()


def test_a_whole_folder_passes_and_progress_counts_bytes(installed: Path) -> None:
    steps: list[tuple[int, int]] = []
    found = check_files(installed, progress=lambda done, total: steps.append((done, total)))
    assert found == hash_files(installed)
    assert steps == [(2, 9), (9, 9)]


def _damage(change: str, folder: Path) -> None:
    weights = folder / "model.safetensors"
    match change:
        case "flipped":
            weights.write_bytes(b"weightz")
        case "cut":
            weights.write_bytes(b"weight")
        case "removed":
            weights.unlink()
        case "added":
            (folder / "added_tokens.json").write_text("{}")


@pytest.mark.parametrize(
    ("change", "file", "problem"),
    [
        ("flipped", "model.safetensors", "has other content than when it was installed"),
        ("cut", "model.safetensors", "has 6 bytes instead of 7"),
        ("removed", "model.safetensors", "is missing"),
        ("added", "added_tokens.json", "does not belong there"),
    ],
)
def test_damage_is_named(installed: Path, change: str, file: str, problem: str) -> None:
    _damage(change, installed)
    with pytest.raises(ModelDamaged) as caught:
        check_files(installed)
    assert caught.value.params == {"path": str(installed), "file": file, "problem": problem}
    assert "matchmaker model fetch" in str(caught.value)


def test_a_manifest_that_is_not_json_is_damage(installed: Path) -> None:
    (installed / MANIFEST_NAME).write_text("{")
    with pytest.raises(ModelDamaged, match=r"manifest.json cannot be read"):
        check_files(installed)


def test_a_manifest_edited_to_fit_is_damage(installed: Path) -> None:
    (installed / "model.safetensors").write_bytes(b"weightz")
    content = json.loads((installed / MANIFEST_NAME).read_text())
    content["files"]["model.safetensors"]["sha256"] = hashlib.sha256(b"weightz").hexdigest()
    (installed / MANIFEST_NAME).write_text(json.dumps(content))
    with pytest.raises(ModelDamaged, match="does not agree with itself"):
        check_files(installed)


def test_a_folder_without_manifest_is_taken_as_it_is_unless_one_is_needed(folder: Path) -> None:
    assert check_files(folder) == hash_files(folder)
    with pytest.raises(ModelDamaged, match=r"manifest.json is missing"):
        check_files(folder, manifest_needed=True)
