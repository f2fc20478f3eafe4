"""Which shapes a graph is given: few, because OpenVINO keeps some 0.7 MB of machine code for each it meets."""

from __future__ import annotations

from collections.abc import Iterator

# A batch is worth its padding up to some 500 tokens (measured: 1.9 ms a text in batches, 3.5 ms alone).
_BATCH_TOKENS = 512
_BATCHES = (16, 4, 1)
_STEP, _SHORT = 8, 32


def padded_length(tokens: int, limit: int) -> int:
    """The length that a text of `tokens` is filled up to: steps of 8 to 32, then 48, 64, 96, 128, ... to `limit`."""
    if tokens <= _SHORT:
        return min(limit, -(-tokens // _STEP) * _STEP)
    power = 1 << (tokens - 1).bit_length()
    return min(limit, power * 3 // 4 if tokens <= power * 3 // 4 else power)


def batch_sizes(texts: int, length: int) -> Iterator[int]:
    """So many texts at once, together `texts`: 16, 4 or 1, fewer the longer they are."""
    while texts:
        size = next(size for size in _BATCHES if size <= texts and (size == 1 or size * length <= _BATCH_TOKENS))
        yield size
        texts -= size
