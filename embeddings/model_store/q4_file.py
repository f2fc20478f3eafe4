"""Reads a file of 4-bit weights (magic `E5S1`) into its vocabulary and float32 tensors.

Layout, little endian: header; unigram pieces (offsets, scores, UTF-8 bytes); a normalisation map, skipped here (it
is NFKC, see `tokenizer_json`); a directory of tensors. A 4-bit tensor is rows of blocks of 32 weights: one fp16
scale and 16 bytes; the low nibbles are weights 0-15, the high ones 16-31; weight = (nibble - 8) * scale.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])
_PLAIN, _FOUR_BIT = 0, 1


@dataclass(frozen=True)
class Shape:
    """The sizes of the network, as the header states them."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int


@dataclass(frozen=True)
class TensorEntry:
    """Where one tensor lies: `count` weights in `size` bytes from `offset`."""

    four_bit: bool
    count: int
    offset: int
    size: int


@dataclass(frozen=True)
class Q4File:
    """The parsed file. `pieces` are the unigram pieces with their log probabilities, in the order of their ids."""

    data: bytes
    shape: Shape
    pieces: list[tuple[str, float]]
    unknown_id: int
    directory: dict[str, TensorEntry]

    def tensor(self, name: str) -> NDArray[np.float32]:
        """float32[count]: the weights of one tensor, row by row."""
        entry = self.directory[name]
        if not entry.four_bit:
            return np.frombuffer(self.data, "<f4", entry.count, entry.offset)
        blocks = np.frombuffer(self.data, _BLOCK_TYPE, entry.count // BLOCK, entry.offset)
        weights = np.empty((len(blocks), BLOCK), np.float32)
        weights[:, : BLOCK // 2] = blocks["nibbles"] & 0x0F
        weights[:, BLOCK // 2 :] = blocks["nibbles"] >> 4
        weights -= 8
        weights *= blocks["scale"].astype(np.float32)[:, None]
        return weights.reshape(-1)


def parse_q4(data: bytes) -> Q4File:
    """Parse the whole file. Raises ValueError when it is not of this format or is cut short."""
    try:
        return _parse(data)
    except (struct.error, UnicodeDecodeError, IndexError) as error:
        raise ValueError(f"not a 4-bit model file: {error}") from error


def _parse(data: bytes) -> Q4File:
    if data[:4] != b"E5S1":
        raise ValueError("not a 4-bit model file: wrong magic")
    sizes = struct.unpack_from("<7i", data, 8)
    _epsilon, block = struct.unpack_from("<fi", data, 36)
    if block != BLOCK:
        raise ValueError(f"blocks of {block} weights, expected {BLOCK}")
    pieces, unknown, at = _pieces(data, 44)
    _entries, map_bytes = struct.unpack_from("<iI", data, at)
    directory = _directory(data, at + 8 + map_bytes)
    return Q4File(data, Shape(*sizes), pieces, unknown, directory)


def _pieces(data: bytes, at: int) -> tuple[list[tuple[str, float]], int, int]:
    """The unigram pieces, the id of the unknown piece, and the offset behind them."""
    count, _begin, _end, _pad, unknown, blob_bytes = struct.unpack_from("<5iQ", data, at)
    at += 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += offsets.nbytes
    scores = np.frombuffer(data, "<f4", count, at)
    at += scores.nbytes
    blob = data[at : at + blob_bytes]
    ends = offsets.tolist()
    pieces = [
        (blob[begin:end].decode(), score) for begin, end, score in zip(ends, ends[1:], scores.tolist(), strict=False)
    ]
    return pieces, unknown, at + blob_bytes


def _directory(data: bytes, at: int) -> dict[str, TensorEntry]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    entries = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        kind, weights, offset, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        if kind not in (_PLAIN, _FOUR_BIT) or offset + size > len(data):
            raise ValueError(f"tensor {name} is of unknown kind or lies outside the file")
        entries[name] = TensorEntry(kind == _FOUR_BIT, weights, offset, size)
    return entries
