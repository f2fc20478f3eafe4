"""The tables of encoders and index back-ends by name; the contract tests run over every entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from embeddings.encoder import Encoder
from embeddings.errors import UnknownBackend
from embeddings.exported import ExportedEncoder, locate_export
from embeddings.fake import FakeEncoder
from embeddings.lexical_index import LexicalIndex
from embeddings.model_store import ModelFolder
from embeddings.sentence_encoder import SentenceTransformerEncoder
from embeddings.vector_index import VectorIndex

Entry = TypeVar("Entry")

# Each makes an encoder from a checked model folder, the cache folder and a number of threads.
ENCODERS: dict[str, Callable[[ModelFolder, Path, int | None], Encoder]] = {
    "sentence-transformers": lambda model, _cache, threads: SentenceTransformerEncoder(model, threads=threads),
    "exported": lambda model, cache, threads: ExportedEncoder(
        model, locate_export(model, None, cache_dir=cache), threads=threads
    ),
    "fake": lambda _model, _cache, _threads: FakeEncoder(),
}

VECTOR_INDEXES: dict[str, type[VectorIndex]] = {"flat": VectorIndex}

LEXICAL_INDEXES: dict[str, type[LexicalIndex]] = {"bm25": LexicalIndex}


def look_up(kind: str, table: Mapping[str, Entry], name: str) -> Entry:
    """The entry of a table; `kind` is its name in the message. Raises `UnknownBackend` with the known names."""
    try:
        return table[name]
    except KeyError:
        raise UnknownBackend(kind=kind, name=name, known=", ".join(sorted(table))) from None
