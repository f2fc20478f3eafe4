"""Both indexes in one file, to speed the start; thrown away at any doubt and rebuilt from the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import EmbeddingsError, SnapshotRejected
from embeddings.lexical_index import LexicalIndex
from embeddings.segmenter import Segmenter
from embeddings.snapshot_file import read_arrays, write_arrays
from embeddings.token_store import TokenStore
from embeddings.token_table import TokenTable
from embeddings.vector_index import VectorIndex
from embeddings.vocabulary import Vocabulary

_TABLE_ARRAYS = ("ids", "indptr", "tokens", "counts", "document_frequency", "lengths")


@dataclass(frozen=True)
class Snapshot:
    """Both indexes as they were at `generation` of the database; the reader applies what came later."""

    vectors: VectorIndex
    lexical: LexicalIndex
    generation: int


def save_snapshot(path: Path, snapshot: Snapshot, *, model_id: str, lineage: str = "") -> None:
    """Write the snapshot; one job does this, never a reader. Raises `StorageFull`, the old file intact.

    `model_id` names the vectors; `lineage` names the database, so that one restored from a backup, whose generations
    begin again, never meets a snapshot of its former self.
    """
    store = snapshot.lexical.store
    tokens = store.vocabulary.tokens()
    header = {
        "model_id": model_id,
        "lineage": lineage,
        "generation": snapshot.generation,
        "segmenter": store.segmenter.fingerprint,
        "passages": len(snapshot.vectors),
        "texts": len(store.table),
        "tokens": len(tokens),
    }
    arrays = {f"table.{name}": getattr(store.table, name) for name in _TABLE_ARRAYS}
    arrays |= _packed_words(tokens)
    arrays |= {"vectors.ids": snapshot.vectors.ids, "vectors.vectors": snapshot.vectors.vectors}
    write_arrays(path, header, arrays)


def load_snapshot(path: Path, *, model_id: str, generation: int, segmenter: Segmenter, lineage: str = "") -> Snapshot:
    """Read and check the snapshot. `generation` is the database's present one.

    Raises `SnapshotRejected` with the reason: no file, foreign, damaged in any bit, cut short, of another model,
    segmenter or database, newer than the database, or holding what no index accepts.
    """
    header, arrays = read_arrays(path)
    _compare(path, header, {"model_id": model_id, "lineage": lineage, "segmenter": segmenter.fingerprint})
    found = header.get("generation")
    if not isinstance(found, int) or found > generation:
        raise SnapshotRejected(
            path=str(path), reason=f"its generation {found} is newer than the database's {generation}"
        )
    try:
        vectors = VectorIndex.build(arrays["vectors.ids"], arrays["vectors.vectors"])
        table = TokenTable(**{name: arrays[f"table.{name}"] for name in _TABLE_ARRAYS})
        store = TokenStore(segmenter, Vocabulary(_words(arrays)), table)
        lexical = LexicalIndex.from_store(store)
    except (EmbeddingsError, KeyError, ValueError) as error:
        raise SnapshotRejected(path=str(path), reason=f"its content is no index ({error})") from error
    counts = {"passages": len(vectors), "texts": len(table), "tokens": len(store.vocabulary)}
    _compare(path, header, counts)
    return Snapshot(vectors, lexical, found)


def _compare(path: Path, header: Mapping[str, Any], expected: Mapping[str, object]) -> None:
    for name, value in expected.items():
        if header.get(name) != value:
            raise SnapshotRejected(path=str(path), reason=f"its {name} is {header.get(name)!r}, expected {value!r}")


def _packed_words(tokens: list[str]) -> dict[str, NDArray[Any]]:
    encoded = [token.encode() for token in tokens]
    ends = np.cumsum([len(word) for word in encoded], dtype=np.int64)
    return {"words.bytes": np.frombuffer(b"".join(encoded), np.uint8), "words.ends": ends}


def _words(arrays: Mapping[str, NDArray[Any]]) -> list[str]:
    data = arrays["words.bytes"].tobytes()
    ends = arrays["words.ends"].tolist()
    return [data[begin:end].decode() for begin, end in zip([0, *ends], ends, strict=False)]
