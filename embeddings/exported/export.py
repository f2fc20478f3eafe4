"""Makes the exported graph of a model with its adapter: traced, written beside its place, measured, renamed."""

from __future__ import annotations

import errno
import fcntl
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.adapter import Adapter
from embeddings.errors import EmbeddingsError, ExportDamaged, ExportFailed, ExportMissing, StorageFull
from embeddings.exported.contract import check_contract, measure, probes, reference_vectors, same_texts
from embeddings.exported.encoder import ExportedEncoder
from embeddings.exported.folder import (
    ExportedFolder,
    graph_place,
    graphs_dir,
    locate_export,
    read_export,
    write_export_manifest,
)
from embeddings.exported.graph import processor_has
from embeddings.exported.token_files import write_unigram_files
from embeddings.exported.tracing import find_word_table, save_graph, trace
from embeddings.exported.word_table import WordTable
from embeddings.identity import encoder_id
from embeddings.model_config import read_model_config
from embeddings.model_store import ModelFolder
from embeddings.model_store.replacing import replace_folder
from embeddings.runtime import import_openvino
from embeddings.sentence_encoder import SentenceTransformerEncoder, load_model

# progress(stage, done, total): stage is one of STAGES.
ExportProgress = Callable[[str, int, int], None]
STAGES = ("reference", "trace", "write", "verify")


@dataclass(frozen=True)
class Exported:
    """The graph, and whether it had to be made (False: it was there and whole)."""

    folder: ExportedFolder
    changed: bool


def export_model(
    model: ModelFolder,
    *,
    adapter: Adapter | None,
    cache_dir: Path,
    precision: str | None = None,
    progress: ExportProgress | None = None,
) -> Exported:
    """Export `model` with `adapter` (trained on it), or find that its graph is there and whole.

    `precision` is one of `PRECISIONS`; None keeps a whole graph of any and else takes bf16 where the processor has it.
    A killed export leaves nothing but a hidden folder that the next one removes. Raises `ExportUnusable` without
    OpenVINO, `ExportFailed`, `StorageFull`.
    """
    report = progress or _silent
    fast = processor_has("bf16")
    root = graphs_dir(cache_dir)
    try:
        root.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(root):
            found = _present(model, adapter, cache_dir)
            if found is not None and precision in (None, found.precision):
                return Exported(found, changed=False)
            return _export(model, adapter, cache_dir, precision or ("bf16" if fast else "f32"), report)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull(path=str(root)) from error
        raise


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody wants to know."""


def _present(model: ModelFolder, adapter: Adapter | None, cache_dir: Path) -> ExportedFolder | None:
    try:
        return locate_export(model, adapter, cache_dir=cache_dir)
    except (ExportMissing, ExportDamaged):
        return None


def _export(
    model: ModelFolder, adapter: Adapter | None, cache_dir: Path, precision: str, report: ExportProgress
) -> Exported:
    reference = encoder_id(model, adapter)
    report("reference", 0, 1)
    record = SentenceTransformerEncoder(model, threads=1, adapter=adapter)
    expected, cuts = reference_vectors(record), [record.split(text) for text in probes()]
    del record
    report("reference", 1, 1)
    place = graph_place(reference, cache_dir=cache_dir)
    staged = Path(tempfile.mkdtemp(dir=place.parent, prefix=".staged-"))
    try:
        about = _make(model, adapter, staged, precision, report)
        about |= {"encoder": reference, "contract": {}}
        write_export_manifest(staged, about)
        report("verify", 0, 1)
        encoder = ExportedEncoder(model, read_export(staged), threads=1)
        same_texts([encoder.split(text) for text in probes()], cuts, reference)
        about["contract"] = measure(reference_vectors(encoder), expected)
        check_contract(about["contract"], precision, reference)
        write_export_manifest(staged, about)
        report("verify", 1, 1)
        replace_folder(staged, place)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return Exported(read_export(place), changed=True)


def _make(
    model: ModelFolder, adapter: Adapter | None, staged: Path, precision: str, report: ExportProgress
) -> dict[str, Any]:
    """Write graph and vocabulary; returns what the manifest says of them."""
    report("trace", 0, 1)
    try:
        loaded = load_model(model.path, read_model_config(model.path), threads=1, adapter=adapter)
        file, tensor = find_word_table(loaded, model.path)
        graph = trace(loaded, WordTable(model.path / file, tensor).width)
    except (EmbeddingsError, OSError, MemoryError):
        raise
    # Whatever the libraries raise about a model they cannot trace.
    except Exception as error:
        raise ExportFailed(model=model.name, reason=f"{type(error).__name__}: {error}") from error
    report("trace", 1, 1)
    report("write", 0, 1)
    save_graph(graph, staged, half=precision != "f32")
    tokenizer = model.path / "tokenizer.json"
    if not tokenizer.is_file():
        raise ExportFailed(model=model.name, reason="it has no tokenizer.json")
    write_unigram_files(tokenizer, staged)
    report("write", 1, 1)
    return {
        "model_sha256": model.sha256,
        "adapter_sha256": adapter.sha256 if adapter is not None else None,
        "precision": precision,
        "words": [file, tensor],
        "openvino": str(import_openvino().__version__),
    }


@contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    """A second export waits and then finds the graph in place."""
    with (root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for leftover in (*root.glob(".staged-*"), *root.glob(".old-*")):
            shutil.rmtree(leftover)
        yield
