"""Writes a safetensors file tensor by tensor, with the same bytes whatever library versions are installed.

Format: https://github.com/huggingface/safetensors (8 bytes of header length, JSON header, raw tensors). Written here
because the folder's hash is fixed in the catalogue, and because the tensors need not all be in memory at once.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class LazyTensor:
    """A float32 tensor of a known shape that is made when it is written."""

    shape: tuple[int, ...]
    make: Callable[[], NDArray[np.float32]]


def write_safetensors(
    path: Path, tensors: Mapping[str, LazyTensor], *, progress: Callable[[int, int], None] | None = None
) -> None:
    """Write `tensors` in the mapping's order; `progress(bytes done, bytes in all)` after each one."""
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    position = 0
    for name, tensor in tensors.items():
        end = position + 4 * prod(tensor.shape)
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [position, end]}
        position = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    done = 0
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for name, tensor in tensors.items():
            values = np.ascontiguousarray(tensor.make(), dtype="<f4")
            if values.size != prod(tensor.shape):
                raise ValueError(f"{name} has {values.size} weights, expected {prod(tensor.shape)}")
            file.write(values.data)
            done += values.nbytes
            if progress is not None:
                progress(done, position)
