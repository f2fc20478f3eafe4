"""A low-rank change of a model: the same vectors as with the changed weights, and refused where it does not fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from embeddings import AdapterDamaged, ModelFolder, ModelRefused, open_encoder
from embeddings.adapter import apply_adapter, read_adapter, write_adapter
from embeddings.sentence_encoder import SentenceTransformerEncoder
from tests.embeddings.tiny_model import HIDDEN, WIDE

TEXTS = ["battery", "废水处理", "mine tunnel"]
QUERY, WIDENING = "encoder.layer.0.attention.self.query", "encoder.layer.0.intermediate.dense"


def pairs(scale: float = 0.2) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Numbers that float16 holds exactly."""
    random = np.random.default_rng(0)

    def matrix(*shape: int) -> np.ndarray:
        return np.asarray(scale * random.normal(size=shape), np.float16).astype(np.float32)

    down = {QUERY: matrix(2, HIDDEN), WIDENING: matrix(2, HIDDEN)}
    return down, {QUERY: matrix(HIDDEN, 2), WIDENING: matrix(WIDE, 2)}


@pytest.fixture
def file(tiny_folder: ModelFolder, tmp_path: Path) -> Path:
    path = tmp_path / "adapter.safetensors"
    write_adapter(path, tiny_folder.sha256, *pairs())
    return path


def test_round_trip(file: Path, tiny_folder: ModelFolder) -> None:
    adapter = read_adapter(file)
    down, up = pairs()
    assert adapter.base == tiny_folder.sha256
    for name in down:
        assert adapter.down[name].tolist() == down[name].tolist()
        assert adapter.up[name].tolist() == up[name].tolist()


def test_vectors_are_those_of_the_changed_weights(file: Path, tiny_folder: ModelFolder, tmp_path: Path) -> None:
    import torch
    from sentence_transformers import SentenceTransformer

    encoder = open_encoder(str(tiny_folder.path), cache_dir=tmp_path, threads=1, adapter=file)
    model = SentenceTransformer(str(tiny_folder.path), device="cpu", local_files_only=True)
    down, up = pairs()
    layers = dict(model.named_modules())
    for ending in down:
        layer = next(layer for name, layer in layers.items() if name.endswith(ending))
        with torch.no_grad():
            layer.weight += torch.from_numpy(up[ending] @ down[ending])
    expected = model.encode(TEXTS, prompt="query: ", normalize_embeddings=True)
    plain = SentenceTransformerEncoder(tiny_folder, threads=1).encode_queries(TEXTS)
    np.testing.assert_allclose(encoder.encode_queries(TEXTS), expected, atol=2e-6)
    assert float((expected * plain).sum(axis=1).min()) < 0.999


def test_the_identity_of_the_vectors_names_the_adapter(file: Path, tiny_folder: ModelFolder, tmp_path: Path) -> None:
    encoder = open_encoder(str(tiny_folder.path), cache_dir=tmp_path, adapter=file)
    assert encoder.model_id == f"{tiny_folder.model_id}+{read_adapter(file).short_id}"


def test_another_model_stays_as_it_is(tiny_folder: ModelFolder, tmp_path: Path) -> None:
    path = tmp_path / "foreign.safetensors"
    write_adapter(path, "0" * 64, *pairs())
    encoder = open_encoder(str(tiny_folder.path), cache_dir=tmp_path, adapter=path)
    assert encoder.model_id == tiny_folder.model_id


@pytest.mark.parametrize(
    ("down", "up", "reason"),
    [
        ({"a": np.zeros((2, 3), np.float32)}, {}, "pairs"),
        ({}, {}, "pairs"),
        ({"a": np.zeros((2, 3), np.float32)}, {"a": np.zeros((3, 1), np.float32)}, "does not fit"),
        ({"a": np.full((2, 3), np.nan, np.float32)}, {"a": np.zeros((3, 2), np.float32)}, "not finite"),
    ],
)
def test_matrices_that_do_not_belong_together_are_refused(tmp_path: Path, down, up, reason) -> None:
    path = tmp_path / "a.safetensors"
    write_adapter(path, "b", down, up)
    with pytest.raises(AdapterDamaged, match=reason):
        read_adapter(path)


def test_half_a_file_is_refused(file: Path, tiny_folder: ModelFolder, tmp_path: Path) -> None:
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(AdapterDamaged):
        open_encoder(str(tiny_folder.path), cache_dir=tmp_path, adapter=file)


def test_a_layer_that_is_not_there_is_named(tiny_folder: ModelFolder, tmp_path: Path) -> None:
    down, up = pairs()
    path = tmp_path / "a.safetensors"
    write_adapter(path, tiny_folder.sha256, {"no.such.layer": down[QUERY]}, {"no.such.layer": up[QUERY]})
    encoder = open_encoder(str(tiny_folder.path), cache_dir=tmp_path, adapter=path)
    with pytest.raises(ModelRefused, match=r"0 layers called no\.such\.layer"):
        encoder.encode_queries(["battery"])


def test_a_layer_of_another_shape_is_named(file: Path) -> None:
    import torch

    model = torch.nn.ModuleDict({"encoder": torch.nn.ModuleDict()})
    model["encoder"]["query"] = torch.nn.Linear(3, 3)
    path = file.with_name("b.safetensors")
    write_adapter(path, "b", {"query": np.zeros((2, 4), np.float32)}, {"query": np.zeros((4, 2), np.float32)})
    with pytest.raises(ValueError, match="the layer query has the shape"):
        apply_adapter(model, read_adapter(path))
