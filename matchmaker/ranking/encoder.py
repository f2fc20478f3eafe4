"""The encoder the weights were trained with: the configured model, changed by the adapter that lies beside them."""

from __future__ import annotations

from pathlib import Path

from embeddings import SentenceTransformerEncoder, open_encoder
from matchmaker.ranking.engine import ADAPTER, SHIPPED


def open_ranking_encoder(
    model: str, *, cache_dir: Path, threads: int | None = None, folder: Path = SHIPPED
) -> SentenceTransformerEncoder:
    """See `open_encoder`. `folder` holds the weights; an adapter in it changes the model it was trained on, no other.

    Weights without an adapter were trained with the plain model. Vectors of either never mix: the adapter is part of
    the model id, which `load_engine` compares.
    """
    adapter = folder / ADAPTER
    return open_encoder(model, cache_dir=cache_dir, threads=threads, adapter=adapter if adapter.is_file() else None)
