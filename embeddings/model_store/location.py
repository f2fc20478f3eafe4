"""Finds the folder of a model by the name in the setting, and gives it a stable id.

A setting is, in this order: a name of the catalogue; a path (`/...`, `./...`, `~/...` or an existing folder); a hub
id `owner/name`, which lies in the cache once it was fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from embeddings.errors import ModelDamaged, ModelFolderDamaged, ModelFolderMissing, ModelMissing, ModelUnknown
from embeddings.model_store.catalogue import KNOWN_MODELS
from embeddings.model_store.manifest import Progress, check_files, folder_sha256

_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")


@dataclass(frozen=True)
class ModelFolder:
    """An installed model whose files were found to be what they should be.

    `sha256` is the hash of the folder; `model_id` names the vectors made with it and changes with any of its files.
    """

    name: str
    path: Path
    sha256: str

    @property
    def model_id(self) -> str:
        """The name and the first 12 hex digits of the folder hash, `multilingual-e5-small@0123456789ab`."""
        return f"{self.name}@{self.sha256[:12]}"


@dataclass(frozen=True)
class ModelPlace:
    """Where a model is or would be. `hub_id` is set for a model of the hub, `managed` where `fetch` may write."""

    name: str
    path: Path
    managed: bool
    hub_id: str | None = None


def models_dir(cache_dir: Path) -> Path:
    """The folder that holds all fetched models."""
    return cache_dir / "models"


def place_of(model: str, *, cache_dir: Path) -> ModelPlace:
    """Where the model of this setting lies, whether it is there or not. Raises `ModelUnknown`."""
    if model in KNOWN_MODELS:
        return ModelPlace(model, models_dir(cache_dir) / model, managed=True)
    path = Path(model).expanduser()
    if model.startswith(("/", "./", "../", "~")) or (model and path.is_dir()):
        return ModelPlace(path.resolve().name, path.resolve(), managed=False)
    if _HUB_ID.fullmatch(model):
        return ModelPlace(model, models_dir(cache_dir) / model.replace("/", "--"), managed=True, hub_id=model)
    raise ModelUnknown(model=model, known=", ".join(sorted(KNOWN_MODELS)))


def locate_model(model: str, *, cache_dir: Path, progress: Progress | None = None) -> ModelFolder:
    """The installed model of this setting, every file checked against its manifest.

    Hashing takes some 0.4 s for 450 MB, little beside loading it. Nothing is ever downloaded here. Raises
    `ModelUnknown`, `ModelMissing` or `ModelDamaged`; there is no substitute model.
    """
    place = place_of(model, cache_dir=cache_dir)
    try:
        entries = check_files(place.path, manifest_needed=place.managed, progress=progress)
    except ModelDamaged as error:
        if place.managed:
            raise
        raise ModelFolderDamaged(**error.params) from error
    if not entries:
        missing = ModelMissing if place.managed else ModelFolderMissing
        raise missing(model=model, path=str(place.path))
    return ModelFolder(place.name, place.path, folder_sha256(entries))
