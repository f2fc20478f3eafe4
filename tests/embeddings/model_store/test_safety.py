from __future__ import annotations

import json
from pathlib import Path

import pytest

from embeddings.errors import ModelDamaged, ModelRefused
from embeddings.model_store import ModelFolder, check_safety


def _folder(path: Path, modules: object, *files: str) -> Path:
    (path / "modules.json").write_text(json.dumps(modules))
    for name in files:
        (path / name).parent.mkdir(exist_ok=True)
        (path / name).write_bytes(b"")
    return path


TRANSFORMER = {"path": "", "type": "sentence_transformers.models.Transformer"}
DENSE = {"path": "2_Dense", "type": "sentence_transformers.models.Dense"}


def test_the_installed_model_is_safe(tiny_folder: ModelFolder) -> None:
    check_safety(tiny_folder.path)


@pytest.mark.parametrize(
    ("modules", "files", "reason"),
    [
        ([{**TRANSFORMER, "type": "custom_st.Transformer"}], ["model.safetensors"], "code of its own"),
        ([{"path": ""}], ["model.safetensors"], "without a type is code"),
        ([{**TRANSFORMER, "path": "../elsewhere"}], ["model.safetensors"], "outside the folder"),
        ([TRANSFORMER], ["pytorch_model.bin"], "not in safetensors"),
        ([TRANSFORMER, DENSE], ["model.safetensors", "2_Dense/pytorch_model.bin"], "not in safetensors"),
        ([TRANSFORMER], ["config.json"], "no weights in safetensors"),
        ({}, ["model.safetensors"], "no sentence-transformers folder"),
    ],
)
def test_unsafe_folders_are_refused(tmp_path: Path, modules: object, files: list[str], reason: str) -> None:
    with pytest.raises(ModelRefused, match=reason):
        check_safety(_folder(tmp_path, modules, *files))


def test_a_folder_without_modules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match=r"modules.json is missing"):
        check_safety(tmp_path)


def test_unreadable_modules_are_damage(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[")
    with pytest.raises(ModelDamaged, match=r"modules.json is not JSON"):
        check_safety(tmp_path)


def test_pickles_beside_safetensors_are_allowed_because_they_are_not_read(tmp_path: Path) -> None:
    check_safety(_folder(tmp_path, [TRANSFORMER], "model.safetensors", "pytorch_model.bin"))
