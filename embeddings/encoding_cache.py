"""Encoded texts on disk, so that an interrupted or repeated evaluation encodes nothing twice."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import CacheDamaged, StorageFull

Kind = Literal["query", "passage"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS vector (
    model TEXT NOT NULL, text_hash BLOB NOT NULL, numbers BLOB NOT NULL, PRIMARY KEY (model, text_hash)
) WITHOUT ROWID
"""
_LOOK_UP_AT_ONCE = 500


def text_hash(kind: Kind, text: str) -> bytes:
    """32 bytes: SHA-256 of kind and text; a query and a passage of one text are different things."""
    return hashlib.sha256(f"{kind}\0{text}".encode()).digest()


class EncodingCache:
    """One SQLite file, keyed by model id and text hash. Safe under threads and processes; survives kill -9.

    A commit is whole or absent (write-ahead log); what a power cut may take is only recent vectors.
    """

    def __init__(self, path: Path) -> None:
        """Opens or creates the file. Raises `CacheDamaged` for a file that is no such cache."""
        self._path = path
        self._lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        try:
            with self._typed_errors():
                self._connection.execute("PRAGMA journal_mode = WAL")
                self._connection.execute("PRAGMA synchronous = NORMAL")
                self._connection.execute(_SCHEMA)
        except BaseException:
            self._connection.close()
            raise

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def __len__(self) -> int:
        with self._typed_errors():
            return int(self._connection.execute("SELECT count(*) FROM vector").fetchone()[0])

    def get(self, model_id: str, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """The vectors that are there, by key. Raises `CacheDamaged`."""
        found: dict[bytes, NDArray[np.float32]] = {}
        for start in range(0, len(keys), _LOOK_UP_AT_ONCE):
            part = keys[start : start + _LOOK_UP_AT_ONCE]
            marks = ",".join("?" * len(part))
            query = f"SELECT text_hash, numbers FROM vector WHERE model = ? AND text_hash IN ({marks})"
            with self._typed_errors():
                rows = self._connection.execute(query, [model_id, *part]).fetchall()
            found.update((key, np.frombuffer(numbers, "<f4")) for key, numbers in rows)
        return found

    def put(self, model_id: str, keys: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        """Store float32[n, d] in one transaction. Raises `StorageFull`, `CacheDamaged`."""
        rows = [(model_id, key, vector.astype("<f4").tobytes()) for key, vector in zip(keys, vectors, strict=True)]
        with self._typed_errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?, ?)", rows)
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.rollback()
                raise

    def close(self) -> None:
        """Close the file; the cache is not usable afterwards."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> EncodingCache:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _typed_errors(self) -> Iterator[None]:
        """Hold the lock, and turn SQLite's errors into ours."""
        try:
            with self._lock:
                yield
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
                raise StorageFull(path=str(self._path)) from error
            raise
        except sqlite3.DatabaseError as error:
            raise CacheDamaged(path=str(self._path), reason=str(error)) from error
