"""Lists the models that are installed and those that could be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from embeddings.errors import ModelDamaged
from embeddings.model_store.catalogue import KNOWN_MODELS
from embeddings.model_store.location import models_dir
from embeddings.model_store.manifest import folder_sha256, read_manifest


@dataclass(frozen=True)
class InstalledModel:
    """One line of the list. `model_id` is None where the model is not installed, or its manifest is unreadable."""

    name: str
    path: Path
    installed: bool
    model_id: str | None
    bytes: int


def list_models(*, cache_dir: Path) -> list[InstalledModel]:
    """All models of the catalogue and every fetched one, by name; manifests are read, nothing is hashed."""
    root = models_dir(cache_dir)
    fetched = {path.name for path in root.glob("*") if path.is_dir() and not path.name.startswith(".")}
    return [_entry(name, root / name) for name in sorted(fetched | KNOWN_MODELS.keys())]


def _entry(folder_name: str, path: Path) -> InstalledModel:
    name = folder_name.replace("--", "/", 1)
    if not path.is_dir():
        return InstalledModel(name, path, installed=False, model_id=None, bytes=0)
    size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    try:
        entries = read_manifest(path)
    except ModelDamaged:
        entries = None
    model_id = None if entries is None else f"{name}@{folder_sha256(entries)[:12]}"
    return InstalledModel(name, path, installed=True, model_id=model_id, bytes=size)
