"""The encoder the weights were trained with: the configured model, changed by the adapter that lies beside them."""

from __future__ import annotations

from pathlib import Path

from embeddings import Encoder, ModelFolder, open_serving_encoder
from embeddings.adapter import Adapter, read_adapter
from embeddings.serving import Fallback
from matchmaker.ranking.engine import ADAPTER, SHIPPED


def open_ranking_encoder(
    model: str,
    *,
    cache_dir: Path,
    threads: int | None = None,
    folder: Path = SHIPPED,
    choice: str = "reference",
    fallback: Fallback | None = None,
) -> Encoder:
    """See `open_serving_encoder`. `folder` holds the weights; an adapter in it changes the model it was trained on.

    Weights without an adapter were trained with the plain model. Vectors of either never mix: the adapter is part of
    the model id, which `load_engine` compares.
    """
    return open_serving_encoder(
        model,
        cache_dir=cache_dir,
        threads=threads,
        adapter=_adapter_file(folder),
        choice=choice,
        fallback=fallback,
    )


def fitting_adapter(model: ModelFolder, *, folder: Path = SHIPPED) -> Adapter | None:
    """The adapter beside the weights in `folder`, where it was trained on this model."""
    file = _adapter_file(folder)
    adapter = read_adapter(file) if file is not None else None
    return adapter if adapter is not None and adapter.base == model.sha256 else None


def _adapter_file(folder: Path) -> Path | None:
    return folder / ADAPTER if (folder / ADAPTER).is_file() else None
