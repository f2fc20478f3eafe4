"""The rows of a model's word table, read from its safetensors file one by one: the table never lies in memory.

Four fifths of a multilingual model are this table. A batch needs some hundred of its rows, which come from the
system's page cache in half a millisecond; mapped into memory the pages around them would be counted, too.
"""

from __future__ import annotations

import json
import os
import struct
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import ModelRefused

# safetensors name -> what numpy reads; bfloat16 is the upper half of a float32.
_TYPES: Mapping[str, np.dtype[Any]] = {"F32": np.dtype("<f4"), "F16": np.dtype("<f2"), "BF16": np.dtype("<u2")}


def read_header(path: Path) -> tuple[Mapping[str, Any], int]:
    """The tensors of a safetensors file by name, and where their bytes begin."""
    with path.open("rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
    header.pop("__metadata__", None)
    return header, 8 + size


class WordTable:
    """float[words, width] in a file. Safe under threads."""

    def __init__(self, path: Path, tensor: str) -> None:
        """Raises `ModelRefused` where the file has no such table."""
        header, begin = read_header(path)
        entry = header.get(tensor)
        if entry is None or entry["dtype"] not in _TYPES or len(entry["shape"]) != 2:
            raise ModelRefused(path=str(path), reason=f"it has no table {tensor} of a known type")
        self._type, self._kind = _TYPES[entry["dtype"]], entry["dtype"]
        self._words, self._width = entry["shape"]
        self._begin = begin + entry["data_offsets"][0]
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._file)

    @property
    def width(self) -> int:
        """Numbers in a row."""
        return int(self._width)

    def rows(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """float32[*ids.shape, width]. Raises IndexError for an id outside of the table."""
        if ids.size and not 0 <= int(ids.min()) <= int(ids.max()) < self._words:
            raise IndexError(f"word {int(ids.max())} of a table of {self._words}")
        distinct, places = np.unique(ids, return_inverse=True)
        found = np.empty((len(distinct), self._width), self._type)
        size = found.itemsize * self._width
        for row, number in enumerate(distinct.tolist()):
            if os.preadv(self._file, [found[row].data], self._begin + number * size) != size:
                raise OSError("the model's file has become shorter")
        if self._kind == "BF16":
            found = (found.astype(np.uint32) << 16).view(np.float32)
        return np.asarray(found, np.float32)[places.reshape(ids.shape)]
