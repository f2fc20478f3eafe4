"""Cut a long text into passages at sentence ends, so that evidence is a whole sentence or a few."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A sentence ends at Chinese stops and semicolons, at a line's end, or at a Latin stop followed by space and a capital,
# a digit or a Chinese character (so that "3.5 mm" and "e.g. this" stay whole).
_SENTENCE = re.compile(r"[^。！？!?；;\n]*?(?:[。！？!?；;]+[”’）)]?|\n+|(?<=[a-z0-9)])\.(?=\s+[A-Z0-9一-鿿])|$)", re.S)
PASSAGE_CHARACTERS = 80


def sentences(text: str) -> list[str]:
    """The sentences of `text`, stripped, without empty ones."""
    return [piece.strip() for piece in _SENTENCE.findall(text) if piece.strip()]


def split_passages(text: str, limit: int = PASSAGE_CHARACTERS) -> list[str]:
    """`text` as passages of whole sentences, each at most `limit` characters unless one sentence is longer.

    Nothing is lost: joined, the passages hold every sentence in order.
    """
    return list(_packed(sentences(text), limit))


def _packed(pieces: list[str], limit: int) -> Iterator[str]:
    passage = ""
    for piece in pieces:
        joint = " " if passage and passage[-1].isascii() and piece[0].isascii() else ""
        if passage and len(passage) + len(joint) + len(piece) > limit:
            yield passage
            passage, joint = "", ""
        passage += joint + piece
    if passage:
        yield passage
