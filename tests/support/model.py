"""The default model as the tests use it: where it lies, and a cache folder that holds nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from embeddings import DEFAULT_MODEL, EmbeddingsError, ModelFolder, locate_model
from matchmaker.settings import Settings


def default_model() -> ModelFolder:
    """The default model from the user's cache; skips loudly where it is not installed."""
    try:
        return locate_model(DEFAULT_MODEL, cache_dir=Settings(_env_file=None).cache_path)
    except EmbeddingsError as error:
        pytest.skip(str(error))


def cache_with(model: ModelFolder, folder: Path) -> Path:
    """`folder` as a cache with the model and no graph."""
    (folder / "models").mkdir()
    (folder / "models" / DEFAULT_MODEL).symlink_to(model.path)
    return folder
