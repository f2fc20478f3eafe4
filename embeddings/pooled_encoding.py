"""The part of encoding that is the same for every model: clean, split, batch by length, pool, check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import EncodingProgress
from embeddings.errors import BadVectors, EmptyText

_SHOWN = 10

# Above some 500 tokens a batch is no faster, and everybody else waits for it.
_BATCH_TOKENS = 1024
_BATCH_TEXTS = 32


@dataclass(frozen=True)
class Piece:
    """A piece of text number `owner`; `tokens` is its length and its weight in the mean."""

    owner: int
    text: str
    tokens: int


def encode_texts(
    texts: Sequence[str],
    *,
    dimension: int,
    split: Callable[[str], list[str]],
    count: Callable[[Sequence[str]], list[int]],
    forward: Callable[[list[str]], NDArray[np.float32]],
    progress: EncodingProgress | None = None,
) -> NDArray[np.float32]:
    """float32[n, d] of unit length; equal texts are encoded once. See `Encoder` for the rules and errors.

    `forward` maps a batch of texts within the limit to float32[b, d].
    """
    clean = [text.strip() for text in texts]
    refuse_empty(clean)
    if not clean:
        return np.empty((0, dimension), np.float32)
    distinct = list(dict.fromkeys(clean))
    owner = {text: number for number, text in enumerate(distinct)}
    owners = np.array([owner[text] for text in clean])
    sums = np.zeros((len(distinct), dimension), np.float32)
    # Where each distinct text first stands in the call, for the error message.
    places = np.unique(owners, return_index=True)[1]
    _fill(sums, _pieces(distinct, split, count), places, forward, _report(np.bincount(owners), progress))
    return np.asarray(_unit(sums, places)[owners], np.float32)


def refuse_empty(texts: Sequence[str]) -> None:
    """Raises `EmptyText` where a text holds no letter or digit of any script: its vector would mean nothing."""
    empty = [position for position, text in enumerate(texts) if not any(sign.isalnum() for sign in text)]
    if empty:
        raise EmptyText(positions=empty[:_SHOWN])


def _pieces(
    texts: Sequence[str], split: Callable[[str], list[str]], count: Callable[[Sequence[str]], list[int]]
) -> list[Piece]:
    """Every piece of every text, the longest first: the first batch then shows whether the memory suffices."""
    parts = [(owner, part) for owner, text in enumerate(texts) for part in split(text)]
    sizes = count([part for _owner, part in parts])
    pieces = [Piece(owner, part, size) for (owner, part), size in zip(parts, sizes, strict=True)]
    return sorted(pieces, key=lambda piece: piece.tokens, reverse=True)


def _fill(
    sums: NDArray[np.float32],
    pieces: Sequence[Piece],
    places: NDArray[np.int64],
    forward: Callable[[list[str]], NDArray[np.float32]],
    report: Callable[[int], None],
) -> None:
    """Add up the pieces of each text, weighted by tokens; `report(owner)` as each text is complete."""
    left = np.bincount([piece.owner for piece in pieces], minlength=len(sums))
    for batch in _batches(pieces):
        vectors = _unit(forward([piece.text for piece in batch]), places[[piece.owner for piece in batch]])
        for piece, vector in zip(batch, vectors, strict=True):
            sums[piece.owner] += piece.tokens * vector
            left[piece.owner] -= 1
            if left[piece.owner] == 0:
                report(piece.owner)


def _batches(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Neighbours in the sorted list, so that the first one's length is what the others are padded to."""
    batch: list[Piece] = []
    for piece in pieces:
        if batch and (len(batch) == _BATCH_TEXTS or batch[0].tokens * (len(batch) + 1) > _BATCH_TOKENS):
            yield batch
            batch = []
        batch.append(piece)
    if batch:
        yield batch


def _report(copies: NDArray[np.int64], progress: EncodingProgress | None) -> Callable[[int], None]:
    """Counts the texts of the call that are complete: each distinct text as often as it stands there."""
    done = 0

    def report(owner: int) -> None:
        nonlocal done
        done += int(copies[owner])
        if progress is not None:
            progress(done, int(copies.sum()))

    return report


def _unit(vectors: NDArray[np.float32], places: NDArray[np.int64]) -> NDArray[np.float32]:
    """Brought to unit length. Raises `BadVectors` with the places of NaN, infinite or zero vectors."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    bad = ~np.isfinite(lengths[:, 0]) | (lengths[:, 0] == 0)
    if bad.any():
        raise BadVectors(reason="the model gave zero or what is no number", rows=places[bad][:_SHOWN].tolist())
    return np.asarray(vectors / lengths, np.float32)
