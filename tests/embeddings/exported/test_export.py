"""Making a graph, finding it again, and refusing every one that is not what it should be."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from embeddings import (
    Encoder,
    ExportDamaged,
    ExportedEncoder,
    ExportFailed,
    ExportMissing,
    ExportUnusable,
    ModelFolder,
    UnknownBackend,
    export_model,
    list_exports,
    locate_export,
    open_serving_encoder,
    reference_id,
)
from embeddings.adapter import Adapter, read_adapter, write_adapter
from embeddings.exported import export as exporting
from embeddings.exported import folder as folders
from embeddings.exported.folder import GRAPH, MANIFEST, WEIGHTS, graphs_dir
from embeddings.exported.graph import processor_has
from embeddings.sentence_encoder import SentenceTransformerEncoder
from tests.embeddings.test_adapter import pairs

openvino = pytest.importorskip("openvino", reason="the exported graph needs: pip install '.[export]'")

TEXTS = ["battery", "废水处理", "mine tunnel"]


@pytest.fixture(scope="module")
def adapter_file(installed_tiny: ModelFolder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("adapter") / "adapter.safetensors"
    write_adapter(path, installed_tiny.sha256, *pairs())
    return path


@pytest.fixture(scope="module")
def adapter(adapter_file: Path) -> Adapter:
    return read_adapter(adapter_file)


@pytest.fixture(scope="module")
def adapted(installed_tiny: ModelFolder, adapter: Adapter, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with the graph of the tiny model with the adapter; not to be changed."""
    cache = tmp_path_factory.mktemp("adapted")
    assert export_model(installed_tiny, adapter=adapter, cache_dir=cache, precision="f32").changed
    return cache


@pytest.fixture
def own(adapted: Path, tmp_path: Path) -> Path:
    """A copy of that cache folder, to be changed."""
    shutil.copytree(adapted, tmp_path / "cache")
    return tmp_path / "cache"


def graph_of(cache: Path) -> Path:
    (path,) = [path for path in graphs_dir(cache).iterdir() if path.is_dir()]
    return path


def test_the_graph_holds_the_adapter(installed_tiny: ModelFolder, adapter: Adapter, adapted: Path) -> None:
    graph = ExportedEncoder(installed_tiny, locate_export(installed_tiny, adapter, cache_dir=adapted), threads=1)
    reference = SentenceTransformerEncoder(installed_tiny, threads=1, adapter=adapter)
    plain = SentenceTransformerEncoder(installed_tiny, threads=1)
    np.testing.assert_allclose(graph.encode_queries(TEXTS), reference.encode_queries(TEXTS), atol=1e-5)
    assert float((graph.encode_queries(TEXTS) * plain.encode_queries(TEXTS)).sum(axis=1).min()) < 0.999
    assert graph.model_id == reference.model_id == f"{installed_tiny.model_id}+{adapter.short_id}"


def test_what_was_measured_is_told(installed_tiny: ModelFolder, adapter: Adapter, adapted: Path) -> None:
    found = locate_export(installed_tiny, adapter, cache_dir=adapted)
    assert found.precision == "f32"
    assert found.contract["least_cosine"] > 0.99999
    assert 0 <= found.contract["greatest_difference"] < 1e-5
    assert found.bytes == sum(path.stat().st_size for path in found.path.iterdir() if path.name != MANIFEST)
    assert list_exports(cache_dir=adapted) == [found]


def test_a_second_export_finds_the_first(
    installed_tiny: ModelFolder, adapter: Adapter, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "load_model", None)
    leftover = graphs_dir(own) / ".staged-killed"
    leftover.mkdir()
    done = export_model(installed_tiny, adapter=adapter, cache_dir=own)
    assert not done.changed
    assert done.folder == locate_export(installed_tiny, adapter, cache_dir=own)
    assert not leftover.exists()


def test_another_precision_replaces_the_graph(installed_tiny: ModelFolder, adapter: Adapter, own: Path) -> None:
    if not processor_has("bf16"):
        pytest.skip("this processor has no bf16")
    stages: list[str] = []
    done = export_model(
        installed_tiny,
        adapter=adapter,
        cache_dir=own,
        precision="bf16",
        progress=lambda stage, done, total: stages.append(f"{stage} {done}/{total}"),
    )
    assert done.changed
    assert done.folder.model_id == f"{installed_tiny.model_id}+{adapter.short_id}~bf16"
    assert reference_id(done.folder.model_id) == done.folder.reference_id
    assert [found.model_id for found in list_exports(cache_dir=own)] == [done.folder.model_id]  # type: ignore[union-attr]
    assert stages == [f"{stage} {done}/1" for stage in exporting.STAGES for done in (0, 1)]


def test_a_damaged_graph_is_made_anew(installed_tiny: ModelFolder, adapter: Adapter, own: Path) -> None:
    weights = graph_of(own) / WEIGHTS
    data = bytearray(weights.read_bytes())
    data[100] ^= 1
    weights.write_bytes(bytes(data))
    with pytest.raises(ExportDamaged, match=r"graph\.bin has other content .* Run: matchmaker model export"):
        locate_export(installed_tiny, adapter, cache_dir=own)
    assert export_model(installed_tiny, adapter=adapter, cache_dir=own, precision="f32").changed
    assert locate_export(installed_tiny, adapter, cache_dir=own).precision == "f32"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"format": 1}, "another version of this program"),
        ({"precision": "int8"}, "another version of this program"),
        ({"adapter_sha256": "0" * 64}, "another model or adapter"),
        ({"model_sha256": "0" * 64}, "another model or adapter"),
        ({"files": 5}, "cannot be read"),
    ],
)
def test_a_manifest_that_says_something_else_is_refused(
    installed_tiny: ModelFolder, adapter: Adapter, own: Path, change: dict[str, object], reason: str
) -> None:
    path = graph_of(own) / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(ExportDamaged, match=reason):
        locate_export(installed_tiny, adapter, cache_dir=own)


def test_a_broken_manifest_or_a_lost_file_is_refused(installed_tiny: ModelFolder, adapter: Adapter, own: Path) -> None:
    (graph_of(own) / GRAPH).unlink()
    with pytest.raises(ExportDamaged, match=r"graph\.xml cannot be read"):
        locate_export(installed_tiny, adapter, cache_dir=own)
    (graph_of(own) / MANIFEST).write_text("{")
    with pytest.raises(ExportDamaged, match=r"manifest\.json cannot be read"):
        locate_export(installed_tiny, adapter, cache_dir=own)
    assert list_exports(cache_dir=own) == [graph_of(own)]


def test_the_graph_of_another_adapter_is_named_and_not_used(
    installed_tiny: ModelFolder, adapted: Path, adapter: Adapter
) -> None:
    other = replace(adapter, sha256="1" * 64)
    with pytest.raises(ExportMissing) as caught:
        locate_export(installed_tiny, other, cache_dir=adapted)
    assert caught.value.params["others"] == f"{installed_tiny.model_id}+{adapter.short_id}"
    with pytest.raises(ExportMissing, match="of other versions there: tiny@"):
        locate_export(installed_tiny, None, cache_dir=adapted)


def test_a_graph_that_is_not_near_enough_is_not_installed(
    installed_tiny: ModelFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(folders.PRECISIONS, "f32", folders.Precision(cosine=1.1, difference=0, mark=""))  # type: ignore[index]
    with pytest.raises(ExportFailed, match="differ from the reference's too much"):
        export_model(installed_tiny, adapter=None, cache_dir=tmp_path, precision="f32")
    assert [path.name for path in graphs_dir(tmp_path).iterdir()] == [".lock"]


def test_a_model_whose_files_do_not_suffice_is_not_exported(installed_tiny: ModelFolder, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(installed_tiny.path, folder)
    (folder / "tokenizer.json").unlink()
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "BertTokenizer"}))
    (folder / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "battery", "mine", ":"]))
    model = replace(installed_tiny, path=folder)
    with pytest.raises(ExportFailed, match=r"no tokenizer\.json"):
        export_model(model, adapter=None, cache_dir=tmp_path, precision="f32")
    assert [path.name for path in graphs_dir(tmp_path).iterdir()] == [".lock"]


def opened(model: ModelFolder, cache: Path, adapter: Path | None, choice: str) -> tuple[type[Encoder], list[str]]:
    """What serves, and the codes of the errors that were passed over."""
    told: list[str] = []
    encoder = open_serving_encoder(
        str(model.path),
        cache_dir=cache,
        threads=1,
        adapter=adapter,
        choice=choice,
        fallback=lambda error: told.append(error.code),
    )
    return type(encoder), told


def test_the_choice_of_the_serving_encoder(
    installed_tiny: ModelFolder, adapted: Path, adapter_file: Path, tmp_path: Path
) -> None:
    assert opened(installed_tiny, adapted, adapter_file, "auto") == (ExportedEncoder, [])
    assert opened(installed_tiny, adapted, adapter_file, "exported") == (ExportedEncoder, [])
    assert opened(installed_tiny, adapted, adapter_file, "reference") == (SentenceTransformerEncoder, [])
    # Never exported: nothing to tell. Exported for another adapter: told.
    assert opened(installed_tiny, tmp_path, adapter_file, "auto") == (SentenceTransformerEncoder, [])
    assert opened(installed_tiny, adapted, None, "auto") == (SentenceTransformerEncoder, ["export_missing"])
    with pytest.raises(ExportMissing):
        opened(installed_tiny, adapted, None, "exported")
    with pytest.raises(UnknownBackend, match="Known: auto, exported, reference"):
        opened(installed_tiny, adapted, None, "onnx")


def test_a_damaged_graph_or_a_machine_that_cannot_run_it_is_told(
    installed_tiny: ModelFolder, own: Path, adapter_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("embeddings.exported.graph.import_openvino", lambda: None)
        assert opened(installed_tiny, own, adapter_file, "auto") == (SentenceTransformerEncoder, ["export_unusable"])
        with pytest.raises(ExportUnusable, match=r"pip install 'taian-matchmaker\[export\]'"):
            opened(installed_tiny, own, adapter_file, "exported")
    with monkeypatch.context() as patch:
        patch.setattr("embeddings.exported.graph._has", lambda _core, _precision: False)
        with pytest.raises(ExportUnusable, match="no f32"):
            opened(installed_tiny, own, adapter_file, "exported")
    (graph_of(own) / WEIGHTS).write_bytes(b"")
    assert opened(installed_tiny, own, adapter_file, "auto") == (SentenceTransformerEncoder, ["export_damaged"])
    with pytest.raises(ExportDamaged):
        opened(installed_tiny, own, adapter_file, "exported")
