"""Keys by which repeats are found: the same title and text, whatever their case, white space and punctuation."""

from __future__ import annotations

import hashlib
import unicodedata


def normalise(text: str) -> str:
    """NFKC, case folded, without white space, punctuation and unseen signs. Symbols (≥, ℃, +) stay."""
    flat = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in flat if unicodedata.category(sign)[0] not in "PZC")


def normalise_title_text(title: str, text: str) -> str:
    """The content key of a title and a text: SHA-256 in hex (64 signs) of both, normalised and kept apart."""
    return hashlib.sha256(f"{normalise(title)}\x1f{normalise(text)}".encode()).hexdigest()
