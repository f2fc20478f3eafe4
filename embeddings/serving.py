"""Chooses the encoder of a serving process: the exported graph where there is one, else the reference."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from embeddings.adapter import read_adapter
from embeddings.encoder import Encoder
from embeddings.errors import EmbeddingsError, ExportDamaged, ExportMissing, ExportUnusable, UnknownBackend
from embeddings.exported.encoder import ExportedEncoder
from embeddings.exported.folder import locate_export
from embeddings.model_store import check_safety, locate_model
from embeddings.sentence_encoder import SentenceTransformerEncoder

CHOICES = ("auto", "exported", "reference")

# Told why the reference serves although a graph was exported.
Fallback = Callable[[EmbeddingsError], None]


def open_serving_encoder(
    model: str,
    *,
    cache_dir: Path,
    threads: int | None = None,
    adapter: Path | None = None,
    choice: str = "auto",
    fallback: Fallback | None = None,
) -> Encoder:
    """The encoder of the model in the setting; see `open_encoder` for `model`, `adapter` and the errors.

    `choice` is one of `CHOICES`: `reference` is sentence-transformers; `exported` the graph made by `export_model`
    (raises `ExportMissing`, `ExportDamaged`, `ExportUnusable`); `auto` the graph, or the reference where there is
    none. `fallback` hears of it when `auto` passes over a graph that is there: one made for another adapter, a
    damaged one, or one that this machine cannot run. The encoder's `model_id` tells whose vectors they are.
    """
    if choice not in CHOICES:
        raise UnknownBackend(kind="encoder", name=choice, known=", ".join(CHOICES))
    folder = locate_model(model, cache_dir=cache_dir)
    check_safety(folder.path)
    found = read_adapter(adapter) if adapter is not None else None
    fitting = found if found is not None and found.base == folder.sha256 else None
    if choice != "reference":
        try:
            export = locate_export(folder, fitting, cache_dir=cache_dir)
            return ExportedEncoder(folder, export, threads=threads)
        except (ExportMissing, ExportDamaged, ExportUnusable) as error:
            if choice == "exported":
                raise
            never = isinstance(error, ExportMissing) and not error.params["others"]
            if fallback is not None and not never:
                fallback(error)
    return SentenceTransformerEncoder(folder, threads=threads, adapter=fitting)
