"""A file of named arrays that is checked to the last bit, written beside and renamed.

FAISS's own files are not used: `write_index` overwrites in place, so that a kill or a full disk leaves an unloadable
file, and `read_index` accepts flipped bits. Layout: magic (8 bytes), SHA-256 of all that follows (32 bytes), format
version and header length (little-endian uint32 each), JSON header, arrays.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import struct
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import SnapshotRejected, StorageFull

MAGIC = b"MMINDEX\n"
FORMAT_VERSION = 1
_SIZES = struct.Struct("<II")
_PREFIX_BYTES = len(MAGIC) + 32 + _SIZES.size
_SUFFIX = ".partial"


def write_arrays(path: Path, header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write `header` (JSON values) and `arrays` (numbers), flush to the disk, rename.

    After a kill at any moment `path` is the old file or the new one. Raises `StorageFull`, the old file intact. One
    writer at a time: leftovers of killed ones are removed.
    """
    packed = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    listing = [{"name": name, "dtype": array.dtype.str, "shape": array.shape} for name, array in packed.items()]
    text = json.dumps({"header": dict(header), "arrays": listing}, ensure_ascii=False).encode()
    parts: list[Any] = [
        _SIZES.pack(FORMAT_VERSION, len(text)),
        text,
        *(array.reshape(-1).view(np.uint8) for array in packed.values()),
    ]
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    try:
        _write_beside(path, [MAGIC, digest.digest(), *parts])
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull(path=str(path)) from error
        raise


def _write_beside(path: Path, parts: Iterable[Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    for leftover in path.parent.glob(f".{path.name}.*{_SUFFIX}"):
        leftover.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_SUFFIX)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read_arrays(path: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """The header and the arrays (read-only). Raises `SnapshotRejected` for anything but an intact file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SnapshotRejected(path=str(path), reason=f"it cannot be read ({error.strerror})") from error
    text, body = _checked(path, memoryview(data))
    try:
        content = json.loads(text)
        return content["header"], dict(_arrays(content["arrays"], body))
    except (ValueError, KeyError, TypeError) as error:
        raise SnapshotRejected(path=str(path), reason=f"its header makes no sense ({error})") from error


def _checked(path: Path, data: memoryview) -> tuple[bytes, memoryview]:
    """The header's text and the bytes behind it, once the checksum holds."""

    def reject(reason: str) -> SnapshotRejected:
        return SnapshotRejected(path=str(path), reason=reason)

    if bytes(data[: len(MAGIC)]) != MAGIC:
        raise reject("it is not a snapshot")
    if len(data) < _PREFIX_BYTES:
        raise reject("it is cut short")
    rest = data[len(MAGIC) + 32 :]
    if hashlib.sha256(rest).digest() != bytes(data[len(MAGIC) : len(MAGIC) + 32]):
        raise reject("its checksum is wrong: it is damaged or cut short")
    version, size = _SIZES.unpack_from(rest)
    if version != FORMAT_VERSION:
        raise reject(f"it has format {version}, this program reads {FORMAT_VERSION}")
    return bytes(rest[_SIZES.size : _SIZES.size + size]), rest[_SIZES.size + size :]


def _arrays(listing: list[dict[str, Any]], body: memoryview) -> Iterable[tuple[str, NDArray[Any]]]:
    at = 0
    for entry in listing:
        dtype = np.dtype(entry["dtype"])
        if dtype.kind not in "iufb":
            raise ValueError(f"{entry['name']} is not an array of numbers")
        count = int(np.prod(entry["shape"], dtype=np.int64))
        yield entry["name"], np.frombuffer(body, dtype, count, at).reshape(entry["shape"])
        at += count * dtype.itemsize
